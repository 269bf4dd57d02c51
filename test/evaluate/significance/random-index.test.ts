import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomIndex } from '../../../src/evaluate/significance/random-index.ts';
import { xoshiro128 } from '../../../src/evaluate/significance/xoshiro128.ts';

test('indexes are spread evenly', () => {
  const index = randomIndex(xoshiro128(3), 7);
  const counts = new Array<number>(7).fill(0);
  for (let draw = 0; draw < 70_000; draw++) counts[index()]! += 1;
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 4 * Math.sqrt(10_000), `${count}`);
});

test('a draw from the incomplete last round is drawn again', () => {
  const draws = [2 ** 32 - 1, 2 ** 32 - 2, 8];
  // 2³² leaves 4 over when divided by 6: the four highest numbers must not count.
  assert.equal(randomIndex(() => draws.shift() ?? 0, 6)(), 2);
});

test('one thing is always the first', () => {
  assert.equal(randomIndex(xoshiro128(1), 1)(), 0);
});
