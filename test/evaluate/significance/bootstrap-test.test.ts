import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapTest } from '../../../src/evaluate/significance/bootstrap-test.ts';
import { needsShared } from '../../shared.ts';
import { near } from './near.ts';
import { hand, larger, seeded, theorems } from './vectors.ts';

const options = { samples: 2000, seed: 5 };

test('the bootstrap test agrees with a plain numpy version on the same resamples', () => {
  near(bootstrapTest(hand.a, hand.b, options).p, 0.33833083458270863);
  near(bootstrapTest(seeded.a, seeded.b, options).p, 0.03698150924537731);
  near(bootstrapTest(larger.a, larger.b, options).p, 0.29985007496251875);
});

test('the bootstrap test agrees with numpy on the published runs', { skip: needsShared }, () => {
  const { a, b } = theorems();
  near(bootstrapTest(a, b, options).p, 0.8260869565217391);
  near(bootstrapTest(a, b, options).statistic, -0.22333519386638512);
});

test('the bootstrap test converges to the count over all resamples', () => {
  const a = Float64Array.of(0.9, 0.4, 0.75, 0.5);
  const b = Float64Array.of(0.5, 0.5, 0.5, 0.25);
  const values = Array.from(a, (score, topic) => score - (b[topic] ?? 0));
  const mean = values.reduce((sum, value) => sum + value, 0) / 4;
  const t = (sample: readonly number[]): number => {
    const center = sample.reduce((sum, value) => sum + value, 0) / 4;
    const spread = Math.sqrt(sample.reduce((sum, value) => sum + (value - center) ** 2, 0) / 12);
    return spread < 1e-12 ? center * 1e300 : center / spread;
  };
  const observed = t(values) - 1e-9;
  const counts = { 'two-sided': 0, greater: 0, less: 0 };
  for (let code = 0; code < 256; code++) {
    const sampled = t([0, 2, 4, 6].map((shift) => (values[(code >> shift) & 3] ?? 0) - mean));
    if (Math.abs(sampled) >= observed) counts['two-sided']++;
    if (sampled >= observed) counts.greater++;
    if (sampled <= observed + 2e-9) counts.less++;
  }
  const samples = 100_000;
  for (const alternative of ['two-sided', 'greater', 'less'] as const) {
    const exact = counts[alternative] / 256;
    near(bootstrapTest(a, b, { alternative, samples }).p, exact, 4 * Math.sqrt((exact * (1 - exact)) / samples) + 1 / samples);
  }
});

test('without a spread the bootstrap test says what the t test says', () => {
  assert.equal(bootstrapTest(hand.a, hand.a).p, 1);
  assert.equal(bootstrapTest(Float64Array.of(1), Float64Array.of(0)).p, 1);
  const constant = bootstrapTest(Float64Array.of(1, 1, 1), new Float64Array(3));
  assert.deepEqual(constant, { statistic: null, p: 0.25, method: 'exact', samples: null, degeneracy: 'constant difference' });
});

test('options out of range are refused', () => {
  assert.throws(() => bootstrapTest(hand.a, hand.b, { samples: 0 }), { kind: 'usage', message: /^samples: 0/ });
  assert.throws(() => bootstrapTest(hand.a, hand.b, { seed: 1.5 }), { kind: 'usage', message: /^seed: 1.5/ });
});
