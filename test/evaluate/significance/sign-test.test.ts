import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signTest } from '../../../src/evaluate/significance/sign-test.ts';
import { needsShared } from '../../shared.ts';
import { near } from './near.ts';
import { hand, larger, type Pair, seeded, theorems } from './vectors.ts';

/** Wins, then p two-sided, greater and less by scipy.stats.binomtest. */
function agrees({ a, b }: Pair, wins: number, ps: readonly [number, number, number]): void {
  assert.equal(signTest(a, b).statistic, wins);
  near(signTest(a, b).p, ps[0], 1e-13);
  near(signTest(a, b, { alternative: 'greater' }).p, ps[1], 1e-13);
  near(signTest(a, b, { alternative: 'less' }).p, ps[2], 1e-13);
}

test('the sign test agrees with scipy', () => {
  agrees(hand, 5, [0.453125, 0.2265625, 0.9375]);
  agrees(seeded, 16, [0.15158963203430176, 0.07579481601715088, 0.9680426716804504]);
  agrees(larger, 19, [0.8746293123804207, 0.6820859986855794, 0.43731465619021037]);
});

test('the sign test agrees with scipy on the published runs', { skip: needsShared }, () => {
  agrees(theorems(), 16, [1, 0.5, 0.639949934091419]);
});

test('a tolerance leaves out small differences', () => {
  // Of the seven differences only 0.37 and 0.19 for a, and 0.18 and 0.2 for b, exceed 0.16.
  const result = signTest(hand.a, hand.b, { tieTolerance: 0.16 });
  assert.equal(result.statistic, 2);
  assert.equal(result.p, 1);
});

test('the sign test defines what has no wins or losses', () => {
  assert.deepEqual([signTest(hand.a, hand.a).p, signTest(hand.a, hand.a).degeneracy], [1, 'identical']);
  assert.equal(signTest(Float64Array.of(1), Float64Array.of(0)).p, 1);
  near(signTest(Float64Array.of(1), Float64Array.of(0), { alternative: 'greater' }).p, 0.5, 1e-15);
  near(signTest(new Float64Array(1384).fill(1), new Float64Array(1384)).p, 0, 1e-300);
});
