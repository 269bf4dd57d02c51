import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tTest } from '../../../src/evaluate/significance/t-test.ts';
import { needsShared } from '../../shared.ts';
import { near } from './near.ts';
import { pairs } from './scores.ts';
import { hand, larger, type Pair, seeded, theorems } from './vectors.ts';

interface Golden {
  readonly t: number;
  readonly twoSided: number;
  readonly greater: number;
  readonly less: number;
  readonly ci95: readonly [number, number];
  readonly ci90: readonly [number, number];
}

/** Figures of scipy.stats.ttest_rel, 1.17. */
function agrees({ a, b }: Pair, golden: Golden): void {
  const result = tTest(a, b);
  near(result.statistic, golden.t);
  assert.equal(result.df, a.length - 1);
  near(result.p, golden.twoSided);
  near(tTest(a, b, { alternative: 'greater' }).p, golden.greater);
  near(tTest(a, b, { alternative: 'less' }).p, golden.less);
  near(result.ci?.low, golden.ci95[0]);
  near(result.ci?.high, golden.ci95[1]);
  const narrower = tTest(a, b, { confidence: 0.9 }).ci;
  near(narrower?.low, golden.ci90[0]);
  near(narrower?.high, golden.ci90[1]);
}

test('the t test agrees with scipy on vectors by hand', () => {
  agrees(hand, {
    t: 1.003062325343362,
    twoSided: 0.34203519874327337,
    greater: 0.17101759937163669,
    less: 0.8289824006283633,
    ci95: [-0.06778354595193, 0.17578354595192996],
    ci90: [-0.04468589006126997, 0.15268589006126992],
  });
});

test('the t test agrees with scipy on drawn vectors', () => {
  agrees(seeded, {
    t: 2.25110702038629,
    twoSided: 0.034235626402982576,
    greater: 0.017117813201491288,
    less: 0.9828821867985087,
    ci95: [0.004548185683728528, 0.10768514764960478],
    ci90: [0.013392461926028477, 0.09884087140730483],
  });
  agrees(larger, {
    t: 1.0527406347644608,
    twoSided: 0.298938954031465,
    greater: 0.1494694770157325,
    less: 0.8505305229842675,
    ci95: [-0.024554172460807752, 0.07785417246080775],
    ci90: [-0.016002406975484967, 0.06930240697548495],
  });
});

test('the t test agrees with scipy on the published runs', { skip: needsShared }, () => {
  agrees(theorems(), {
    t: -0.22333519386638512,
    twoSided: 0.8238818233615084,
    greater: 0.5880590883192458,
    less: 0.4119409116807542,
    ci95: [-0.04068417528873357, 0.03248154370978619],
    ci90: [-0.03468510001778651, 0.02648246843883913],
  });
});

test('the t test defines what has no spread', () => {
  const identical = tTest(hand.a, hand.a);
  assert.deepEqual([identical.statistic, identical.p, identical.degeneracy], [null, 1, 'identical']);
  assert.deepEqual(identical.ci, { low: 0, high: 0, confidence: 0.95, method: 't' });
  const one = tTest(Float64Array.of(0.5), Float64Array.of(0.25), { alternative: 'greater' });
  assert.deepEqual([one.statistic, one.p, one.degeneracy, one.ci, one.df], [null, 1, 'one topic', null, 0]);
  const up = Float64Array.of(0.5, 0.75, 1);
  const down = Float64Array.of(0.25, 0.5, 0.75);
  assert.deepEqual(
    [tTest(up, down).p, tTest(up, down, { alternative: 'greater' }).p, tTest(up, down, { alternative: 'less' }).p],
    [0.25, 0.125, 1],
  );
  assert.deepEqual(tTest(up, down).ci, { low: 0.25, high: 0.25, confidence: 0.95, method: 't' });
});

test('a p-value too small for a number is the smallest number, not 0', () => {
  const topics = 2000;
  const a = Float64Array.from({ length: topics }, (_, topic) => 0.5 + (topic % 2) * 1e-6);
  assert.equal(tTest(a, new Float64Array(topics)).p, Number.MIN_VALUE);
  assert.equal(tTest(new Float64Array(topics).fill(1), new Float64Array(topics)).p, Number.MIN_VALUE);
});

test('two topics have a t test', () => {
  const result = tTest(Float64Array.of(0.5, 1), Float64Array.of(0.25, 0));
  // t = 0.625 / 0.375 with one degree of freedom: p = 2 (½ − arctan(t) / π).
  near(result.statistic, 5 / 3);
  near(result.p, 1 - (2 * Math.atan(5 / 3)) / Math.PI);
});

test('swapping the systems turns the t test around', () => {
  fc.assert(
    fc.property(pairs(1, 40), ({ a, b }) => {
      const forth = tTest(a, b);
      const back = tTest(b, a);
      if (forth.statistic === null) assert.equal(back.statistic, null);
      else near(back.statistic, -forth.statistic, 0);
      assert.equal(forth.p, back.p);
      assert.ok(forth.p > 0 && forth.p <= 1);
      assert.equal(tTest(a, b, { alternative: 'greater' }).p, tTest(b, a, { alternative: 'less' }).p);
      if (forth.ci === null) assert.equal(back.ci, null);
      else near(back.ci?.high, -forth.ci.low, 0);
    }),
  );
});

test('the interval leaves out 0 exactly when p is below 1 − confidence', () => {
  fc.assert(
    fc.property(pairs(2, 30), ({ a, b }) => {
      const { p, ci, degeneracy } = tTest(a, b);
      if (degeneracy !== null || ci === null || Math.abs(p - 0.05) < 1e-9) return;
      assert.equal(p < 0.05, ci.low > 0 || ci.high < 0);
    }),
  );
});

test('a confidence outside 0–1 is refused', () => {
  assert.throws(() => tTest(hand.a, hand.b, { confidence: 95 }), {
    kind: 'usage',
    message: 'confidence: 95, not a number between 0 and 1',
  });
});
