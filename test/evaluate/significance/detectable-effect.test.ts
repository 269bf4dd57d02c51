import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectableEffect } from '../../../src/evaluate/significance/detectable-effect.ts';
import { pairedPower } from '../../../src/evaluate/significance/paired-power.ts';
import { near } from './near.ts';

test('detectable effects agree with scipy', () => {
  // Where 0.8 is reached by scipy.stats.nct, by bisection; the solver of statsmodels stops at six digits.
  near(detectableEffect(10), 0.9960013714554439, 1e-11);
  near(detectableEffect(76), 0.3255521401584798, 1e-11);
  near(detectableEffect(1384), 0.07535932881141012, 1e-11);
});

test('the effect found has the power wanted', () => {
  for (const topics of [2, 3, 25, 500]) {
    for (const alternative of ['two-sided', 'greater'] as const) {
      const dz = detectableEffect(topics, { power: 0.9, alpha: 0.01, alternative });
      assert.ok(dz !== null);
      near(pairedPower(dz, topics, { alpha: 0.01, alternative }), 0.9, 1e-10);
    }
  }
});

test('one topic detects nothing, and a power below alpha needs no effect', () => {
  assert.equal(detectableEffect(1), null);
  assert.equal(detectableEffect(50, { power: 0.05 }), 0);
});
