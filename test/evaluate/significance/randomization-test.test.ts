import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomizationTest } from '../../../src/evaluate/significance/randomization-test.ts';
import { needsShared } from '../../shared.ts';
import { near } from './near.ts';
import { pairs, reordered } from './scores.ts';
import { hand, larger, type Pair, seeded, theorems } from './vectors.ts';

interface Golden {
  readonly twoSided: number;
  readonly greater: number;
  readonly less: number;
}

const alternatives = { 'two-sided': 'twoSided', greater: 'greater', less: 'less' } as const;

function agreesExactly({ a, b }: Pair, golden: Golden): void {
  for (const alternative of ['two-sided', 'greater', 'less'] as const) {
    const result = randomizationTest(a, b, { alternative, exactUpTo: 40 });
    assert.equal(result.method, 'exact');
    assert.equal(result.samples, null);
    near(result.p, golden[alternatives[alternative]]);
  }
}

/** A sampled p lies within four standard errors of the exact one. */
function agreesBySampling({ a, b }: Pair, golden: Golden): void {
  const samples = 100_000;
  for (const alternative of ['two-sided', 'greater', 'less'] as const) {
    const exact = golden[alternatives[alternative]];
    for (const seed of [1, 2, 3]) {
      const result = randomizationTest(a, b, { alternative, exactUpTo: 0, samples, seed });
      assert.deepEqual([result.method, result.samples], ['sampled', samples]);
      near(result.p, exact, 4 * Math.sqrt((exact * (1 - exact)) / samples) + 1 / samples);
    }
  }
}

// scipy.stats.permutation_test over all sign choices.
const handGolden = { twoSided: 0.359375, greater: 0.1796875, less: 0.828125 };
// The exact distribution on the scores' own grid, one shift a topic (numpy).
const seededGolden = { twoSided: 0.03464829921722412, greater: 0.01732414960861206, less: 0.9826928377151489 };
const largerGolden = { twoSided: 0.2998523960395687, greater: 0.14992619801978435, less: 0.8505337615088138 };
const theoremsGolden = { twoSided: 0.826260264031589, greater: 0.5869238940067589, less: 0.4131301320157945 };

test('the exact randomization test agrees with the full count of sign choices', () => {
  agreesExactly(hand, handGolden);
  agreesExactly(seeded, seededGolden);
  agreesExactly(larger, largerGolden);
});

test('the sampled randomization test agrees with the exact one', () => {
  agreesBySampling(hand, handGolden);
  agreesBySampling(seeded, seededGolden);
  agreesBySampling(larger, largerGolden);
});

test('the randomization test agrees with the exact distribution on the published runs', { skip: needsShared }, () => {
  const pair = theorems();
  agreesExactly(pair, theoremsGolden);
  agreesBySampling(pair, theoremsGolden);
  near(randomizationTest(pair.a, pair.b).statistic, -0.0041013157894736856);
});

test('a seed gives the p that it always gave', () => {
  const p = (seed: number): number => randomizationTest(larger.a, larger.b, { seed }).p;
  assert.equal(p(0), 0.2993570064299357);
  assert.equal(p(1), 0.3016269837301627);
  assert.equal(p(0), p(0));
});

test('few sign choices are counted, all of them', () => {
  const p = (a: readonly number[], alternative: 'two-sided' | 'greater' | 'less'): number =>
    randomizationTest(Float64Array.from(a), new Float64Array(a.length), { alternative }).p;
  assert.deepEqual([p([0.5], 'two-sided'), p([0.5], 'greater'), p([0.5], 'less')], [1, 0.5, 1]);
  assert.deepEqual([p([0.5, 0.25], 'two-sided'), p([0.5, 0.25], 'greater'), p([0.5, 0.25], 'less')], [0.5, 0.25, 1]);
  assert.deepEqual([p([0, 0, 0], 'two-sided'), p([0, 0, 0], 'greater'), p([0, 0, 0], 'less')], [1, 1, 1]);
  assert.equal(p([0.1, 0.1, 0.1, 0.1, 0.1], 'two-sided'), 2 ** -4);
  // 0.3 − 0.2 − 0.1 is 0 but for rounding, so the observed 0.6 has one equal only on each side.
  assert.equal(p([0.3, 0.2, 0.1], 'two-sided'), 0.25);
});

test('special cases are named', () => {
  assert.equal(randomizationTest(hand.a, hand.a).degeneracy, 'identical');
  assert.equal(randomizationTest(Float64Array.of(1), Float64Array.of(0)).degeneracy, 'one topic');
  assert.equal(randomizationTest(Float64Array.of(1, 1), Float64Array.of(0, 0)).degeneracy, 'constant difference');
  assert.equal(randomizationTest(hand.a, hand.b).degeneracy, null);
});

test('the exact test does not depend on topic order, and swapping the systems turns it around', () => {
  fc.assert(
    fc.property(pairs(1, 14), fc.array(fc.integer(), { minLength: 14, maxLength: 14 }), (pair, keys) => {
      const { p, statistic } = randomizationTest(pair.a, pair.b);
      const shuffled = reordered(pair, keys);
      assert.equal(randomizationTest(shuffled.a, shuffled.b).p, p);
      const back = randomizationTest(pair.b, pair.a);
      assert.equal(back.p, p);
      near(back.statistic, 0 - (statistic ?? Number.NaN), 1e-15);
      assert.ok(p > 0 && p <= 1);
      assert.equal(
        randomizationTest(pair.a, pair.b, { alternative: 'greater' }).p,
        randomizationTest(pair.b, pair.a, { alternative: 'less' }).p,
      );
    }),
  );
});

test('the exact test counts what plain enumeration counts', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 11 }), (values) => {
      const observed = Math.abs(values.reduce((sum, value) => sum + value, 0));
      let count = 0;
      for (let bits = 0; bits < 2 ** values.length; bits++) {
        const sum = values.reduce((total, value, at) => total + ((bits >> at) & 1 ? value : -value), 0);
        if (Math.abs(sum) >= observed) count++;
      }
      const { p } = randomizationTest(Float64Array.from(values), new Float64Array(values.length));
      assert.equal(p, count / 2 ** values.length);
    }),
  );
});

test('options out of range are refused', () => {
  const run = (options: object): unknown => randomizationTest(hand.a, hand.b, options);
  assert.throws(() => run({ exactUpTo: 45 }), { kind: 'usage', message: 'exactUpTo: 45, not a whole number from 0 to 44' });
  assert.throws(() => run({ samples: 0 }), { kind: 'usage', message: /^samples: 0, not a whole number from 1/ });
  assert.throws(() => run({ seed: -1 }), { kind: 'usage', message: /^seed: -1/ });
});
