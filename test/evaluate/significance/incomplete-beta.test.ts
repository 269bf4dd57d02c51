import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { incompleteBeta } from '../../../src/evaluate/significance/incomplete-beta.ts';
import { near, nearRelative } from './near.ts';

// [x, a, b, Iₓ(a, b)], the last computed to 40 digits with mpmath.
const golden: readonly (readonly [number, number, number, number])[] = [
  [0.3, 2, 3, 0.3483],
  [0.5, 700, 650, 0.08669308350684277],
  [0.999, 691.5, 0.5, 0.23955820768717462],
  [0.01, 0.5, 0.5, 0.06376856085851985],
  [0.2, 10, 40, 0.5282957856733863],
  [0.001, 38, 0.5, 9.126754925993539e-116],
  [0.5, 16, 9, 0.07579481601715088],
];

test('the incomplete beta function agrees with 40-digit values', () => {
  for (const [x, a, b, expected] of golden) nearRelative(incompleteBeta(x, a, b), expected, 1e-12);
});

test('the incomplete beta function goes from 0 to 1', () => {
  assert.equal(incompleteBeta(0, 3, 4), 0);
  assert.equal(incompleteBeta(1, 3, 4), 1);
});

test('the incomplete beta function mirrors and rises', () => {
  const size = fc.double({ min: 0.25, max: 2000, noNaN: true });
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(size, size, place, place, (a, b, one, other) => {
      near(incompleteBeta(one, a, b) + incompleteBeta(1 - one, b, a, one), 1, 1e-12);
      assert.ok(incompleteBeta(Math.min(one, other), a, b) <= incompleteBeta(Math.max(one, other), a, b) + 1e-13);
    }),
  );
});
