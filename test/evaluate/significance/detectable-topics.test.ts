import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectableTopics } from '../../../src/evaluate/significance/detectable-topics.ts';
import { pairedPower } from '../../../src/evaluate/significance/paired-power.ts';

// [d_z, two-sided, one-sided]: what statsmodels' TTestPower.solve_power(power=0.8) gives, rounded up, and the last by scipy.stats.nct.
const golden: readonly (readonly [number, number, number])[] = [
  [0.1, 787, 620],
  [0.2, 199, 156],
  [0.3, 90, 71],
  [0.5, 34, 27],
  [0.8, 15, 12],
  [1.5, 6, 5],
  [0.025618303699990463, 11_962, 9422],
];

test('detectable topics agree with statsmodels', () => {
  for (const [dz, twoSided, oneSided] of golden) {
    assert.equal(detectableTopics(dz), twoSided);
    assert.equal(detectableTopics(-dz, { alternative: 'greater' }), oneSided);
  }
});

test('an effect of 0 is detected at no number of topics', () => {
  assert.equal(detectableTopics(0), null);
  assert.equal(detectableTopics(1e-9), null);
});

test('a huge effect, or a power below alpha, is reached at two topics', () => {
  assert.equal(detectableTopics(1000), 2);
  assert.equal(detectableTopics(0, { power: 0.04 }), 2);
});

test('the number found is the smallest', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 5, noNaN: true }), fc.constantFrom(0.5, 0.8, 0.95), (dz, power) => {
      const topics = detectableTopics(dz, { power });
      assert.ok(topics !== null && pairedPower(dz, topics) >= power);
      assert.ok(topics === 2 || pairedPower(dz, topics - 1) < power);
    }),
    { numRuns: 40 },
  );
});

test('a power outside 0–1 is refused', () => {
  assert.throws(() => detectableTopics(0.5, { power: 80 }), { kind: 'usage', message: 'power: 80, not a number between 0 and 1' });
});
