import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairedPower } from '../../../src/evaluate/significance/paired-power.ts';
import { near } from './near.ts';

// [d_z, topics, alpha, two-sided, one-sided], by statsmodels' TTestPower.
const golden: readonly (readonly [number, number, number, number, number])[] = [
  [0.5, 20, 0.05, 0.5645044184390203, 0.6951493382443411],
  [0.2, 100, 0.05, 0.508264806621038, 0.6336177553523548],
  [0.3, 2, 0.05, 0.05441466766810162, 0.08081609709380777],
  [1.5, 5, 0.01, 0.31253614993773066, 0.47243279090579726],
  [0.1, 1384, 0.05, 0.9605978695996384, 0.9809390221313556],
];

test('power agrees with statsmodels', () => {
  for (const [dz, topics, alpha, twoSided, oneSided] of golden) {
    near(pairedPower(dz, topics, { alpha }), twoSided, 1e-9);
    near(pairedPower(-dz, topics, { alpha }), twoSided, 1e-9);
    near(pairedPower(dz, topics, { alpha, alternative: 'greater' }), oneSided, 1e-9);
    near(pairedPower(dz, topics, { alpha, alternative: 'less' }), oneSided, 1e-9);
  }
});

test('without an effect power is alpha', () => {
  for (const topics of [2, 10, 1384]) near(pairedPower(0, topics), 0.05, 1e-13);
});

test('options out of range are refused', () => {
  assert.throws(() => pairedPower(0.5, 1), { kind: 'usage', message: /^topics: 1, not a whole number from 2/ });
  assert.throws(() => pairedPower(0.5, 10, { alpha: 0 }), { kind: 'usage', message: 'alpha: 0, not a number between 0 and 1' });
});
