import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xoshiro128, xoshiro128From } from '../../../src/evaluate/significance/xoshiro128.ts';

test("the generator gives the numbers of the authors' reference code", () => {
  const random = xoshiro128From([1, 2, 3, 4]);
  const expected = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804];
  assert.deepEqual(
    expected.map(() => random()),
    expected,
  );
});

test('a seed gives the numbers it always gave', () => {
  const expected: readonly (readonly [number, readonly number[]])[] = [
    [0, [3809008728, 1133695204, 53579671, 2891528803, 139681546]],
    [42, [2837322924, 544945897, 479756282, 3500138142, 339756180]],
  ];
  for (const [seed, numbers] of expected) {
    const random = xoshiro128(seed);
    assert.deepEqual(
      numbers.map(() => random()),
      numbers,
    );
  }
});

test('every bit is set half of the time', () => {
  const random = xoshiro128(7);
  const draws = 20_000;
  const set = new Array<number>(32).fill(0);
  for (let draw = 0; draw < draws; draw++) {
    const word = random();
    for (let bit = 0; bit < 32; bit++) set[bit]! += (word >>> bit) & 1;
  }
  // Four standard deviations.
  for (const count of set) assert.ok(Math.abs(count - draws / 2) < 4 * Math.sqrt(draws / 4), `${count}`);
});

test('a seed that is not a 32-bit whole number is refused', () => {
  for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) {
    assert.throws(() => xoshiro128(seed), { kind: 'usage', message: `seed: ${seed}, not a whole number from 0 to 4294967295` });
  }
});
