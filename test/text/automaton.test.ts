import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { automatonOf, either, many, one, optional, type Pattern, sequence, some } from '../../src/text/automaton.ts';

const [a, b, c] = [0, 1, 2];

/** Whether the whole of `word` matches. */
function matches(pattern: Pattern, word: readonly number[]): boolean {
  const { next, width, accepts } = automatonOf(pattern, 4);
  return accepts[word.reduce((state, symbol) => next[state * width + symbol]!, 1)] === 1;
}

test('each pattern matches what it says', () => {
  const pattern = sequence(some(one(a)), either(one(b), sequence(one(c), one(c))), optional(one(a)), many(one(b, c)));
  for (const word of [
    [a, b],
    [a, a, c, c],
    [a, b, a],
    [a, b, a, c, b, c],
    [a, c, c, b],
  ])
    assert.equal(matches(pattern, word), true, word.join());
  for (const word of [[], [a], [b], [a, c], [a, c, b], [a, b, a, a], [a, b, 3]]) assert.equal(matches(pattern, word), false, word.join());
});

test('a loop entered from an alternative does not leak into its neighbours', () => {
  const pattern = either(many(one(a)), sequence(one(b), many(one(c))));
  assert.equal(matches(pattern, [a, a]), true);
  assert.equal(matches(pattern, [b, c, c]), true);
  assert.equal(matches(pattern, [a, b]), false);
  assert.equal(matches(pattern, [b, a]), false);
});

test('state 0 has no way out, and exactly the states without one are final', () => {
  const { next, width, final } = automatonOf(sequence(one(a), optional(one(b))), 4);
  final.forEach((isFinal, state) => {
    const row = next.subarray(state * width, (state + 1) * width);
    assert.equal(
      isFinal === 1,
      row.every((target) => target === 0),
      `state ${state}`,
    );
  });
  assert.equal(final[0], 1);
  assert.equal(final[1], 0);
});

test('agrees with regular expressions on any word', () => {
  const pattern = many(either(sequence(one(a), optional(sequence(one(b), one(a)))), some(one(c))));
  const { next, width, accepts } = automatonOf(pattern, 4);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 }), (word) => {
      const state = word.reduce((from, symbol) => next[from * width + symbol]!, 1);
      assert.equal(accepts[state] === 1, /^(a(ba)?|c+)*$/.test(word.map((symbol) => 'abc'[symbol]).join('')));
    }),
  );
});
