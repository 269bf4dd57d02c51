import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averageNoise, noiseMargin, noiseTest, runNoise } from '../../src/check/run-noise.ts';

const near = (one: number, other: number): void =>
  assert.ok(Math.abs(one - other) < 1e-9 * Math.max(1, Math.abs(other)), `${one} ${other}`);

test('noise comes from repeats alone, of either side or both', () => {
  assert.equal(runNoise([], []), null);
  assert.equal(runNoise([0.3], [0.3]), null);
  assert.equal(runNoise([0.3, 0.3], []), null, 'repeats that are alike show no noise');
  const before = runNoise([0.1, 0.2, 0.3], [])!;
  near(before.standardError, Math.sqrt(0.01 * (1 / 3 + 1)));
  assert.equal(before.df, 2);
  const both = runNoise([0.1, 0.2, 0.3], [0.5, 0.7])!;
  near(both.standardError, Math.sqrt(((2 * 0.01 + 0.02) / 3) * (1 / 3 + 1 / 2)));
  assert.equal(both.df, 3);
});

test('the average over splits is less noisy, and as sure as its parts', () => {
  const noise = { standardError: 0.02, df: 4 };
  const average = averageNoise([noise, noise, noise, null])!;
  near(average.standardError, (0.02 * Math.sqrt(3)) / 4);
  near(average.df, 12);
  assert.equal(averageNoise([null, null]), null);
});

test('the test is a t test: 2.0 standard errors with 4 degrees of freedom', () => {
  const noise = { standardError: 0.01, df: 4 };
  near(noiseTest(-0.02, 0, noise, 'less'), 0.058058261758408);
  near(noiseTest(-0.02, 0, noise, 'greater'), 1 - 0.058058261758408);
  near(noiseTest(-0.02, -0.005, noise, 'less'), noiseTest(-0.015, 0, noise, 'less'));
  near(noiseMargin(noise, 0.05), 0.0213184678632665);
});
