import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyzeEnglish } from '../../src/text/analyze-english.ts';
import { snippet } from '../../src/text/snippet.ts';

const termsOf = (query: string): ReadonlySet<string> => new Set(analyzeEnglish(query));

test('the passage with the most different terms is shown', () => {
  const text =
    'The pendulum. The pendulum. The pendulum. Far away from it, waves bend in shallow water near a shore, and nothing else happens.';
  assert.equal(
    snippet(text, termsOf('why do waves bend near the shore'), { width: 48 }),
    '… it, waves bend in shallow water near a shore, …',
  );
});

test('the beginning is shown where nothing matches, and the whole where it fits', () => {
  assert.equal(snippet('one two three four five', termsOf('six'), { width: 13 }), 'one two three …');
  assert.equal(snippet('  one\n\ttwo ', termsOf('two'), { width: 40 }), 'one two');
  assert.equal(snippet('', termsOf('two'), { width: 40 }), '');
});

test('a word that is longer than the width is cut', () => {
  assert.equal(snippet('水'.repeat(50), termsOf('x'), { width: 5 }), '水水水水…');
});

test('a snippet is never wider than asked for, and holds what the text holds', () => {
  const word = fc.constantFrom('wave', 'waves', 'water', 'shallow', 'a', 'pendulum', 'antidisestablishmentarianism', '水水水');
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 60 }),
      fc.array(word, { maxLength: 5 }),
      fc.integer({ min: 4, max: 80 }),
      (words, query, width) => {
        const text = words.join(' ');
        const shown = snippet(text, termsOf(query.join(' ')), { width }).replace(/^… | …$/g, '');
        assert.ok([...shown].length <= width, `${shown.length} > ${width}: ${shown}`);
        assert.ok(text.includes(shown.replace(/…$/, '')), shown);
      },
    ),
  );
});
