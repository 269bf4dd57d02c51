import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromFloat16, toFloat16, widenFloat16 } from '../../src/support/float16.ts';

test('every half survives the way there and back', () => {
  const halves = Uint16Array.from({ length: 1 << 16 }, (_, half) => half);
  const wide = new Float32Array(1 << 16);
  widenFloat16(halves, wide);
  for (const half of halves) {
    assert.ok(Object.is(wide[half], fromFloat16(half)) || Number.isNaN(wide[half]));
    if (Number.isNaN(wide[half])) assert.ok(Number.isNaN(fromFloat16(toFloat16(wide[half]!))));
    else assert.equal(toFloat16(wide[half]!), half);
  }
});

test('known numbers', () => {
  const known = [
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [-1e30, 0xfc00],
    [2 ** -24, 1],
    [2 ** -25, 0],
    [1.0000001 * 2 ** -25, 1],
    [2 ** -14, 0x0400],
    [0.1, 0x2e66],
    [-0, 0x8000],
  ] as const;
  for (const [number, half] of known) assert.equal(toFloat16(number), half, String(number));
  assert.ok(Number.isNaN(fromFloat16(toFloat16(Number.NaN))));
});

test('a number becomes the nearest half, ties the even one', () => {
  const half = fc.integer({ min: 0, max: 0x7bfe });
  fc.assert(
    fc.property(half, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (low, share, negative) => {
      const [below, above] = [fromFloat16(low), fromFloat16(low + 1)];
      const number = Math.fround((negative ? -1 : 1) * (below + share * (above - below)));
      const [under, over] = [Math.abs(number) - below, above - Math.abs(number)];
      const expected = under < over || (under === over && low % 2 === 0) ? low : low + 1;
      assert.equal(toFloat16(number), expected | (negative ? 0x8000 : 0));
    }),
    { numRuns: 2000 },
  );
});
