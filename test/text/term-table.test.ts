import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyzeEnglish } from '../../src/text/analyze-english.ts';
import { createTermTable, type TermIds } from '../../src/text/term-table.ts';
import { luceneTerms } from './lucene-terms.ts';
import { randomText } from './random-text.ts';

const list = ({ ids, length }: TermIds): number[] => Array.from(ids.subarray(0, length));

test('ids are dense and in the order in which terms first appear', () => {
  const table = createTermTable();
  assert.deepEqual(list(table.analyze('Cats and dogs: a cat, the dog.')), [0, 1, 0, 1]);
  assert.deepEqual(list(table.analyze('Birds, dogs and bird')), [2, 1, 2]);
  assert.equal(table.size, 3);
  assert.deepEqual([0, 1, 2].map(table.term), ['cat', 'dog', 'bird']);
  assert.deepEqual(['cat', 'dog', 'bird', 'cats', 'and', ''].map(table.id), [0, 1, 2, undefined, undefined, undefined]);
});

test('forms of a word share one id, before and after the form is known', () => {
  const table = createTermTable();
  assert.deepEqual(list(table.analyze("Run RUNS run's running RUNNING’S runs")), [0, 0, 0, 0, 0, 0]);
  assert.deepEqual(list(table.analyze('internationalisation INTERNATIONALISATIONS internationalisation')), [1, 1, 1]);
});

test('look-ups count unknown terms, skip stop words and never grow the table', () => {
  const table = createTermTable();
  table.analyze('a cat is a cat');
  assert.deepEqual(list(table.lookup('The cats, an unknown and an extraordinarilyunknown thing')), [0, -1, -1, -1]);
  assert.deepEqual(list(table.lookup('thing cat')), [-1, 0]);
  assert.equal(table.size, 1);
  assert.deepEqual(list(table.analyze('thing')), [1], 'a look-up leaves no trace');
  assert.deepEqual(list(table.lookup('')), []);
});

test('long tokens and wide ones are found again', () => {
  const table = createTermTable();
  const text = `${'x'.repeat(12)} ${'x'.repeat(13)} ${'x'.repeat(64)} ${'x'.repeat(65)} ${'x'.repeat(255)} слово ελληνικά 漢字 naïve`;
  const first = list(table.analyze(text));
  assert.deepEqual(first, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(list(table.analyze(text)), first);
  assert.deepEqual(list(table.lookup(text)), first);
});

test('wide characters whose low bytes spell a known word are not that word', () => {
  const table = createTermTable();
  table.analyze('ace');
  const wide = String.fromCharCode(0x161, 0x163, 0x165);
  assert.deepEqual(list(table.analyze(wide)), [1]);
  assert.equal(table.term(1), wide);
});

test('asking for the term of an id that was never given is refused', () => {
  const table = createTermTable();
  table.analyze('cat');
  for (const id of [-1, 1, 0.5, Number.NaN]) assert.throws(() => table.term(id), RangeError);
});

for (const [subject, cases] of Object.entries(luceneTerms)) {
  test(`gives Lucene's terms: ${subject}`, () => {
    const table = createTermTable();
    for (let pass = 0; pass < 2; pass++) {
      for (const [text, terms] of cases) assert.equal(list(table.analyze(text)).map(table.term).join(' '), terms);
    }
  });
}

test('ids of any texts stand for the terms of analyzeEnglish, and term and id are inverse', () => {
  fc.assert(
    fc.property(fc.array(randomText, { maxLength: 6 }), randomText, (texts, query) => {
      const table = createTermTable();
      for (const text of texts) assert.deepEqual(list(table.analyze(text)).map(table.term), analyzeEnglish(text));
      const { size } = table;
      assert.deepEqual(
        list(table.lookup(query)),
        analyzeEnglish(query).map((term) => table.id(term) ?? -1),
      );
      assert.equal(table.size, size);
      for (let id = 0; id < size; id++) assert.equal(table.id(table.term(id)), id);
    }),
  );
});

test('a vocabulary of a hundred thousand terms stays whole', () => {
  const table = createTermTable();
  for (let at = 0; at < 100_000; at += 100) {
    const { ids, length } = table.analyze(Array.from({ length: 100 }, (_, i) => `${at + i}w the longerthantwelve${at + i}`).join(' '));
    assert.equal(length, 200);
    for (let i = 0; i < 200; i++) assert.equal(ids[i], 2 * at + i);
  }
  assert.equal(table.size, 200_000);
  assert.equal(table.term(123_456), '61728w');
  assert.equal(table.id('longerthantwelve61728'), 123_457);
});
