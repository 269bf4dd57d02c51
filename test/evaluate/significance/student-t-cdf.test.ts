import { test } from 'node:test';
import { normalCdf } from '../../../src/evaluate/significance/normal-cdf.ts';
import { studentTCdf } from '../../../src/evaluate/significance/student-t-cdf.ts';
import { near, nearRelative } from './near.ts';

// [t, df, P(T ≤ t)], the last computed to 40 digits with mpmath.
const golden: readonly (readonly [number, number, number])[] = [
  [-12.706, 1, 0.025000401179066593],
  [-1, 2, 0.2113248654051871],
  [-2.5, 9, 0.01693091384149287],
  [-0.3, 9.5, 0.3853191790055902],
  [-1.96, 1383, 0.025098171867506024],
  [-30, 75, 8.053198084407108e-44],
  [-8, 30, 3.1329112378503795e-9],
  [0.7, 4, 0.7387499172032749],
  [0, 5, 0.5],
];

test("Student's t distribution agrees with 40-digit values", () => {
  for (const [t, df, expected] of golden) nearRelative(studentTCdf(t, df), expected, 1e-12);
});

test('with many degrees of freedom t is normal', () => {
  for (const t of [-5, -1.96, -0.1, 0.5, 3]) near(studentTCdf(t, 1e12), normalCdf(t), 1e-11);
});

test('a t beyond all bounds has a tail of 0', () => {
  near(studentTCdf(-1e200, 3), 0, 0);
  near(studentTCdf(1e200, 3), 1, 0);
});
