import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sharedRoom, truncateTokens } from '../../src/text/truncate-tokens.ts';

test('tokens are cut at a side, and those at the end can be kept', () => {
  const tokens = [1, 2, 3, 4, 5];
  assert.deepEqual(truncateTokens(tokens, 5, { side: 'right' }), tokens);
  assert.deepEqual(truncateTokens(tokens, 3, { side: 'right' }), [1, 2, 3]);
  assert.deepEqual(truncateTokens(tokens, 3, { side: 'left' }), [3, 4, 5]);
  assert.deepEqual(truncateTokens(tokens, 3, { side: 'right', keepLast: 1 }), [1, 2, 5]);
  assert.deepEqual(truncateTokens(tokens, 0, { side: 'right', keepLast: 1 }), []);
});

/** [first, second, room] → what the Rust library keeps of each. */
const shared: readonly (readonly [readonly [number, number, number], readonly [number, number]])[] = [
  [
    [1, 3, 3],
    [1, 2],
  ],
  [
    [3, 1, 3],
    [2, 1],
  ],
  [
    [2, 2, 3],
    [1, 2],
  ],
  [
    [5, 2, 5],
    [3, 2],
  ],
  [
    [2, 5, 5],
    [2, 3],
  ],
  [
    [5, 5, 5],
    [2, 3],
  ],
  [
    [20, 1, 9],
    [8, 1],
  ],
  [
    [20, 5, 9],
    [5, 4],
  ],
  [
    [3, 8, 9],
    [3, 6],
  ],
  [
    [4, 4, 9],
    [4, 4],
  ],
  [
    [0, 7, 4],
    [0, 4],
  ],
  [
    [0, 0, 4],
    [0, 0],
  ],
];

test('of a pair the longer text is cut first, then both', () => {
  for (const [[first, second, room], kept] of shared) assert.deepEqual(sharedRoom(first, second, room), kept);
});

test('a pair never takes more room than there is, nor less than it could', () => {
  const size = fc.nat(50);
  fc.assert(
    fc.property(size, size, size, (first, second, room) => {
      const [left, right] = sharedRoom(first, second, room);
      assert.ok(left >= 0 && left <= first && right >= 0 && right <= second);
      assert.equal(left + right, Math.min(room, first + second));
    }),
  );
});
