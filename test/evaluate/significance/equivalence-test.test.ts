import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equivalenceTest } from '../../../src/evaluate/significance/equivalence-test.ts';
import { nonInferiorityTest } from '../../../src/evaluate/significance/non-inferiority-test.ts';
import { needsShared } from '../../shared.ts';
import { near } from './near.ts';
import { pairs } from './scores.ts';
import { hand, larger, type Pair, seeded, theorems } from './vectors.ts';

/** margin, then t and p of the lower half, then t and p of the upper half, by statsmodels' ttost_paired. */
type Row = readonly [margin: number, tLower: number, pLower: number, tUpper: number, pUpper: number];

function agrees({ a, b }: Pair, rows: readonly Row[]): void {
  for (const [margin, tLower, pLower, tUpper, pUpper] of rows) {
    const lower = nonInferiorityTest(a, b, { margin });
    near(lower.statistic, tLower);
    near(lower.p, pLower);
    assert.equal(lower.nonInferior, pLower < 0.05);
    const both = equivalenceTest(a, b, { margin });
    near(both.pLower, pLower);
    near(both.pUpper, pUpper);
    near(both.p, Math.max(pLower, pUpper));
    near(both.statistic, pLower > pUpper ? tLower : tUpper);
    assert.equal(both.equivalent, Math.max(pLower, pUpper) < 0.05);
  }
}

test('non-inferiority and equivalence agree with statsmodels', () => {
  agrees(hand, [
    [0.01, 1.1888146078143544, 0.1324663938226263, 0.8173100428723686, 0.7825735024809288],
    [0.1, 2.860585150053291, 0.009381241254638515, -0.8544604993665681, 0.20750732503743882],
  ]);
  agrees(seeded, [[0.1, 6.262583742191383, 1.0852420270203647e-6, -1.7603697014188013, 0.04581949041527083]]);
  agrees(larger, [[0.05, 3.027863776911666, 0.002175571024322862, -0.9223825073827452, 0.181000227112518]]);
});

test('non-inferiority and equivalence agree with statsmodels on the published runs', { skip: needsShared }, () => {
  agrees(theorems(), [
    [0.01, 0.32121003339846127, 0.37447232078992687, -0.7678804211312317, 0.22248458247179304],
    [0.05, 2.499390942457847, 0.007313740305231461, -2.9460613301906178, 0.002142783004864288],
  ]);
});

test('identical scores are equivalent whatever the number of topics', () => {
  const one = Float64Array.of(0.5);
  assert.equal(nonInferiorityTest(one, one, { margin: 0.01 }).nonInferior, true);
  assert.equal(equivalenceTest(one, one, { margin: 0.01 }).equivalent, true);
  assert.equal(equivalenceTest(hand.a, hand.a, { margin: 0.01 }).equivalent, true);
});

test('one topic, or few that agree, prove nothing', () => {
  const one = nonInferiorityTest(Float64Array.of(0.9), Float64Array.of(0.5), { margin: 0.01 });
  assert.deepEqual([one.p, one.nonInferior, one.ci, one.degeneracy], [1, false, null, 'one topic']);
  const three = equivalenceTest(Float64Array.of(0.505, 0.605, 0.705), Float64Array.of(0.5, 0.6, 0.7), { margin: 0.01 });
  assert.deepEqual([three.pLower, three.pUpper, three.p, three.equivalent, three.statistic], [0.125, 0.125, 0.125, false, null]);
  const many = equivalenceTest(new Float64Array(20).fill(0.505), new Float64Array(20).fill(0.5), { margin: 0.01 });
  assert.equal(many.equivalent, true);
  const worse = nonInferiorityTest(new Float64Array(20).fill(0.4), new Float64Array(20).fill(0.5), { margin: 0.01 });
  assert.deepEqual([worse.p, worse.nonInferior], [1, false]);
});

test('the interval says what the test says', () => {
  fc.assert(
    fc.property(pairs(2, 30), fc.constantFrom(0.05, 0.2, 0.5), ({ a, b }, margin) => {
      const { p, ci, degeneracy, equivalent, alpha } = equivalenceTest(a, b, { margin });
      if (degeneracy !== null || ci === null || Math.abs(p - alpha) < 1e-9) return;
      assert.equal(equivalent, ci.low > -margin && ci.high < margin);
      assert.equal(nonInferiorityTest(a, b, { margin }).nonInferior, ci.low > -margin);
    }),
  );
});

test('a margin of 0 or a large alpha is refused', () => {
  assert.throws(() => nonInferiorityTest(hand.a, hand.b, { margin: 0 }), {
    kind: 'usage',
    message: 'margin: 0, not a finite number above 0',
  });
  assert.throws(() => equivalenceTest(hand.a, hand.b, { margin: 0.1, alpha: 0.5 }), { kind: 'usage', message: /^twice alpha: 1/ });
});
