import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalQuantile } from '../../../src/evaluate/significance/normal-quantile.ts';
import { near } from './near.ts';

// [share, z], the last computed to 40 digits with mpmath.
const golden: readonly (readonly [number, number])[] = [
  [1e-20, -9.262340089798407],
  [1e-6, -4.753424308822899],
  [0.001, -3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.2, -0.8416212335729142],
  [0.4, -0.2533471031357997],
  [0.5, 0],
  [0.9, 1.2815515655446006],
];

test('the normal quantile agrees with 40-digit values', () => {
  for (const [share, expected] of golden) near(normalQuantile(share), expected, 1e-14);
});

test('a share of 0, 1 or NaN has no normal quantile', () => {
  for (const share of [0, 1, Number.NaN]) assert.throws(() => normalQuantile(share), { kind: 'usage', message: new RegExp(`${share}`) });
});
