import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maximumTokenLength } from '../../src/text/longest-token.ts';
import { tokenize } from '../../src/text/standard-tokenizer.ts';
import { wordBreakOf } from '../../src/text/word-break-classes.ts';
import { wordBreakRules } from '../../src/text/word-break-rules.ts';
import { randomText } from './random-text.ts';

function tokensOf(text: string): string[] {
  const { count, starts, ends } = tokenize(text);
  return Array.from({ length: count }, (_, token) => text.slice(starts[token], ends[token]));
}

test('tokens keep case, possessives and stop words', () => {
  assert.deepEqual(tokensOf("The fox's den, isn't IT?"), ['The', "fox's", 'den', "isn't", 'IT']);
  assert.deepEqual(tokensOf(''), []);
  assert.deepEqual(tokensOf(' ,.:;_"\'#*\u0301\u200d'), []);
});

test('a mark of punctuation joins only what it stands between', () => {
  assert.deepEqual(tokensOf("a.b a'b a:b a,b a;b"), ['a.b', "a'b", 'a:b', 'a', 'b', 'a', 'b']);
  assert.deepEqual(tokensOf("1.2 1'2 1:2 1,2 1;2"), ['1.2', "1'2", '1', '2', '1,2', '1;2']);
  assert.deepEqual(tokensOf('a.1 1.a a..b 1,,2 a. 1.'), ['a', '1', '1', 'a', 'a', 'b', '1', '2', 'a', '1']);
  assert.deepEqual(tokensOf('a.\u0301b 1,\u03012 a.א'), ['a.\u0301b', '1,\u03012', 'a.א']);
  assert.deepEqual(tokensOf('a_.b _a __ _1_ a_カ'), ['a_', 'b', '_a', '_1_', 'a_カ']);
});

/** Texts about Lucene's window of 255 units, and the lengths of the tokens it gives. */
const windows: readonly (readonly [text: string, lengths: readonly number[]])[] = [
  ['x'.repeat(255), [255]],
  ['x'.repeat(256), [255, 1]],
  ['x'.repeat(511), [255, 255, 1]],
  [`${'x'.repeat(254)}.x`, [254, 1]],
  [`${'x'.repeat(253)}.x`, [255]],
  [`${'x'.repeat(253)}.xx`, [255, 1]],
  [`${'x'.repeat(253)}'s`, [255]],
  [`${'x'.repeat(254)}'s`, [254, 1]],
  [`${'1'.repeat(254)},1`, [254, 1]],
  [`${'x'.repeat(254)}\u{10400}`, [254, 2]],
  [`${'x'.repeat(253)}\u{10400}x`, [255, 1]],
  ['\u{10400}'.repeat(128), [254, 2]],
  [`x${'\u{10400}'.repeat(128)}`, [255, 2]],
  [`${'x'.repeat(300)}\u0301`, [255, 46]],
  [`x${'\u0301'.repeat(300)}x`, [255, 1]],
  [`${'_'.repeat(300)}x`, [255]],
  [`x${'_'.repeat(300)}x`, [255, 47]],
  [`#${'\u0301'.repeat(253)}\u20e3`, [255]],
  [`#${'\u0301'.repeat(254)}\u20e3`, []],
  [`${'ภ'.repeat(256)}`, [255, 1]],
  [`${'カ'.repeat(256)}`, [255, 1]],
  [`${'x '.repeat(200)}${'y'.repeat(256)}`, [...Array(200).fill(1), 255, 1]],
  ['foo \ud83d', []],
  [`${'x'.repeat(253)} \ud83d`, [253]],
  [`${'x'.repeat(254)}\ud83d`, [254]],
  [`${'x'.repeat(300)} yy \ud83d`, [255]],
  [`${'foo '.repeat(100)}\ud83d`, [...Array(100).fill(3)]],
];

test('long tokens are split where Lucene splits them', () => {
  for (const [text, lengths] of windows) {
    const { count, starts, ends } = tokenize(text);
    assert.deepEqual(
      Array.from({ length: count }, (_, token) => ends[token]! - starts[token]!),
      lengths,
      `${text.slice(0, 3)}…${text.slice(-8)}, ${text.length} units`,
    );
  }
});

/** The tokens as the rules alone give them, window by window, for a text that does not end in half a surrogate pair. */
function byRules(text: string): string[] {
  const { next, width, accepts } = wordBreakRules;
  const tokens: string[] = [];
  for (let start = 0; start < text.length; ) {
    let limit = Math.min(text.length, start + maximumTokenLength);
    if (limit === start + maximumTokenLength && /[\ud800-\udbff]/.test(text[limit - 1]!)) limit--;
    let end = start;
    let at = start;
    let state = 1;
    for (const character of text.slice(start, limit)) {
      state = next[state * width + wordBreakOf[character.codePointAt(0)!]!]!;
      at += character.length;
      if (accepts[state] === 1) end = at;
    }
    if (end > start) tokens.push(text.slice(start, end));
    start = end > start ? end : start + String.fromCodePoint(text.codePointAt(start)!).length;
  }
  return tokens;
}

test('the scanner and the rules agree on any text', () => {
  fc.assert(
    fc.property(randomText, (text) => {
      fc.pre(!/[\ud800-\udbff]$/.test(text));
      assert.deepEqual(tokensOf(text), byRules(text));
    }),
    { numRuns: 1000 },
  );
});

test('tokens are in order, apart, never empty and at most 255 units long; `bits` covers their units', () => {
  fc.assert(
    fc.property(randomText, (text) => {
      const { count, starts, ends, bits, units, latin1 } = tokenize(text);
      let last = 0;
      for (let token = 0; token < count; token++) {
        const [start, end] = [starts[token]!, ends[token]!];
        assert.ok(last <= start && start < end && end <= text.length && end - start <= maximumTokenLength);
        for (let at = start; at < end; at++) {
          assert.equal(units[at], text.charCodeAt(at));
          assert.equal(units[at]! & ~bits[token]!, 0);
          assert.equal(latin1.getUint8(at), units[at]! & 0xff);
        }
        last = end;
      }
    }),
  );
});

test('a text of a million units without a break is split without looking far ahead', () => {
  for (const unit of ['x', '_', '1', '\u0301', '#', 'x_', '1,', 'カ']) {
    const text = unit.repeat(1_000_000 / unit.length);
    assert.ok(tokenize(text).count <= text.length);
  }
});
