import { test } from 'node:test';
import fc from 'fast-check';
import { normalCdf } from '../../../src/evaluate/significance/normal-cdf.ts';
import { near, nearRelative } from './near.ts';

// [z, P(Z ≤ z)], the last computed to 40 digits with mpmath.
const golden: readonly (readonly [number, number])[] = [
  [-37, 5.725571222524577e-300],
  [-8, 6.220960574271784e-16],
  [-3.5, 0.00023262907903552504],
  [-3, 0.0013498980316300946],
  [-1.96, 0.024997895148220435],
  [-0.5, 0.3085375387259869],
  [0, 0.5],
  [0.25, 0.5987063256829237],
  [1, 0.8413447460685429],
  [2.5, 0.9937903346742238],
];

test('the normal distribution agrees with 40-digit values', () => {
  for (const [z, expected] of golden) nearRelative(normalCdf(z), expected, 2e-13);
});

test('the two tails of the normal distribution add up to 1', () => {
  fc.assert(fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (z) => near(normalCdf(z) + normalCdf(-z), 1, 1e-14)));
});
