import { test } from 'node:test';
import { noncentralTTail } from '../../../src/evaluate/significance/noncentral-t-tail.ts';
import { studentTCdf } from '../../../src/evaluate/significance/student-t-cdf.ts';
import { near } from './near.ts';

// [t, df, shift, P(T > t)], the last computed to 30 digits with mpmath; scipy.stats.nct gives the same to 15.
const golden: readonly (readonly [number, number, number, number])[] = [
  [2.2621571627409915, 9, 2.8, 0.7032967232687192],
  [12.706204736432095, 1, 14, 0.7279820706264178],
  [1.9617, 1383, 3, 0.850349357270551],
  [2, 30, -1, 0.001914401833950332],
  [4.302652729911275, 2, 0, 0.024999999998258315],
];

test('the noncentral t tail agrees with 30-digit values', () => {
  for (const [t, df, shift, expected] of golden) near(noncentralTTail(t, df, shift), expected, 1e-14);
});

test('huge shifts end, at 0 and at 1', () => {
  near(noncentralTTail(12.7, 1, 1e12), 1, 1e-12);
  near(noncentralTTail(12.7, 1, -1e12), 0, 1e-12);
  // Here Z hardly counts: P(U < 1) of a half-normal U.
  near(noncentralTTail(1e6, 1, 1e6), 0.6826894921370859, 1e-4);
});

test("without a shift the noncentral t tail is Student's", () => {
  for (const df of [1, 2, 7, 75, 1383]) {
    for (const t of [0.1, 1, 2.5, 12]) near(noncentralTTail(t, df, 0), studentTCdf(-t, df), 1e-14);
  }
});
