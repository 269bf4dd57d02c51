import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeFigure } from '../../src/check/judge-figure.ts';

const terms = { step: 0.001, tolerance: 0.005 };
const judge = (measured: number, tolerance = 0.005): string => judgeFigure(0.516, measured, { ...terms, tolerance });

test('a figure is exact to half a step, within rounding to a step, within tolerance to the tolerance', () => {
  assert.deepEqual(
    [0.51561, 0.5155, 0.5165, 0.51549, 0.515, 0.517, 0.51701, 0.521, 0.511, 0.52101].map((value) => judge(value)),
    ['exact', 'exact', 'exact', 'rounding', 'rounding', 'rounding', 'tolerance', 'tolerance', 'tolerance', 'off'],
  );
});

test('without a tolerance, what is beyond rounding is off', () => {
  assert.deepEqual(
    [0.5169, 0.51701, 0.5149].map((value) => judge(value, 0)),
    ['rounding', 'off', 'off'],
  );
});

test('what was rounded to the table is exact, and a verdict depends on the distance alone', () => {
  const cases = fc.record({ value: fc.double({ min: 0, max: 1, noNaN: true }), decimals: fc.integer({ min: 0, max: 6 }) });
  fc.assert(
    fc.property(cases, ({ value, decimals }) => {
      assert.equal(judgeFigure(Number(value.toFixed(decimals)), value, { step: 10 ** -decimals, tolerance: 0 }), 'exact');
    }),
  );
  const distances = fc
    .double({ min: 0, max: 0.02, noNaN: true })
    .filter((d) => [0.0005, 0.001, 0.005].every((edge) => Math.abs(d - edge) > 1e-8));
  fc.assert(fc.property(distances, (distance) => assert.equal(judge(0.516 + distance), judge(0.516 - distance))));
});
