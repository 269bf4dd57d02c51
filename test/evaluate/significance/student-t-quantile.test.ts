import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studentTCdf } from '../../../src/evaluate/significance/student-t-cdf.ts';
import { studentTQuantile } from '../../../src/evaluate/significance/student-t-quantile.ts';
import { nearRelative } from './near.ts';

// [share, df, t], the last computed to 40 digits with mpmath.
const golden: readonly (readonly [number, number, number])[] = [
  [0.975, 1, 12.706204736174692],
  [0.975, 2, 4.302652729749462],
  [0.975, 9, 2.262157162798205],
  [0.95, 75, 1.6654253733225628],
  [0.025, 1383, -1.9616807693696827],
  [0.001, 3, -10.214531852407386],
  [1e-6, 12, -8.504302718054584],
  [0.6, 30, 0.2556053649519127],
  [0.5, 7, 0],
];

test("Student's t quantile agrees with 40-digit values", () => {
  for (const [share, df, expected] of golden) nearRelative(studentTQuantile(share, df), expected, 1e-12);
});

test('the quantile undoes the distribution', () => {
  for (const df of [1, 2, 5, 30, 1383]) {
    for (const share of [1e-10, 1e-4, 0.01, 0.2, 0.49]) nearRelative(studentTCdf(studentTQuantile(share, df), df), share, 1e-12);
  }
});

test('a share or degrees of freedom out of range are refused', () => {
  assert.throws(() => studentTQuantile(1, 5), { kind: 'usage', message: 't quantile: 1, not a number between 0 and 1' });
  assert.throws(() => studentTQuantile(0.9, 0), { kind: 'usage', message: 'degrees of freedom: 0, not a finite number above 0' });
});
