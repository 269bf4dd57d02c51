import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapMeanDifference } from '../../../src/evaluate/significance/bootstrap-mean.ts';
import { bootstrapTest } from '../../../src/evaluate/significance/bootstrap-test.ts';
import { randomizationTest } from '../../../src/evaluate/significance/randomization-test.ts';
import { tTest } from '../../../src/evaluate/significance/t-test.ts';
import { distanceFromUniform, normals } from './simulate.ts';
import type { Pair } from './vectors.ts';

const comparisons = 2000;

/** Uniform samples of 2,000 stay below this distance 99 times in 100 (Kolmogorov: 1.63 / √n). */
const bound = 1.63 / Math.sqrt(comparisons);

/** Pairs of systems that share each topic's difficulty; b is worse by `delta` throughout. */
function* simulated(seed: number, topics: number, delta = 0): Generator<Pair> {
  const normal = normals(seed);
  for (let comparison = 0; comparison < comparisons; comparison++) {
    const difficulty = Float64Array.from({ length: topics }, () => 0.4 + 0.3 * normal());
    yield { a: difficulty.map((score) => score + 0.1 * normal()), b: difficulty.map((score) => score - delta + 0.1 * normal()) };
  }
}

function pValues(pairs: Iterable<Pair>, test: (pair: Pair) => number): number[] {
  return Array.from(pairs, test);
}

test('under the null hypothesis the p-values of the t test are uniform', () => {
  for (const topics of [3, 30]) {
    assert.ok(distanceFromUniform(pValues(simulated(1, topics), ({ a, b }) => tTest(a, b).p)) < bound);
    assert.ok(distanceFromUniform(pValues(simulated(2, topics), ({ a, b }) => tTest(a, b, { alternative: 'greater' }).p)) < bound);
  }
});

test('under the null hypothesis the p-values of the randomization test are uniform, exact and sampled', () => {
  const sampled = { samples: 999, exactUpTo: 0 };
  assert.ok(distanceFromUniform(pValues(simulated(3, 12), ({ a, b }) => randomizationTest(a, b).p)) < bound);
  let seed = 0;
  assert.ok(distanceFromUniform(pValues(simulated(4, 40), ({ a, b }) => randomizationTest(a, b, { ...sampled, seed: seed++ }).p)) < bound);
});

test('under the null hypothesis the bootstrap test rejects about one time in twenty', () => {
  let seed = 0;
  const ps = pValues(simulated(5, 40), ({ a, b }) => bootstrapTest(a, b, { samples: 199, seed: seed++ }).p);
  const rejected = ps.filter((p) => p <= 0.05).length / comparisons;
  assert.ok(rejected > 0.035 && rejected < 0.065, `${rejected}`);
});

test('intervals hold the true difference about 95 times in 100', () => {
  const delta = 0.05;
  let seed = 0;
  let student = 0;
  let bca = 0;
  for (const { a, b } of simulated(6, 30, delta)) {
    const t = tTest(a, b).ci;
    const bootstrap = bootstrapMeanDifference(a, b, { samples: 400, seed: seed++ });
    assert.ok(t !== null && bootstrap !== null);
    student += Number(t.low <= delta && delta <= t.high);
    bca += Number(bootstrap.low <= delta && delta <= bootstrap.high);
  }
  // Three standard deviations; a bootstrap of 30 topics is known to be a little too narrow.
  assert.ok(Math.abs(student / comparisons - 0.95) < 0.015, `${student / comparisons}`);
  assert.ok(bca / comparisons > 0.92 && bca / comparisons < 0.965, `${bca / comparisons}`);
});
