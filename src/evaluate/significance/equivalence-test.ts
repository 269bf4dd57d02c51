import { type Differences, differences } from './differences.ts';
import { type MarginOptions, type NonInferiorityTest, nonInferiorityTestOfDifferences } from './non-inferiority-test.ts';
import { tTestOfDifferences } from './t-test.ts';

export interface EquivalenceTest extends Omit<NonInferiorityTest, 'nonInferior'> {
  /** p of the lower half: the null hypothesis that a is worse by the margin or more. */
  readonly pLower: number;
  /** p of the upper half: the null hypothesis that a is better by the margin or more. */
  readonly pUpper: number;
  /** True when p < alpha, or when the scores are identical. */
  readonly equivalent: boolean;
}

/**
 * Are two systems within `margin` of each other, both ways? The two one-sided tests (TOST): p is the larger of the two, and `statistic` the t
 * that goes with it. Special cases as in `nonInferiorityTest`.
 *
 * Source: Schuirmann 1987; equal to statsmodels' ttost_paired(a, b, −margin, margin).
 *
 * @throws see `nonInferiorityTest`.
 */
export function equivalenceTest(a: Float64Array, b: Float64Array, options: MarginOptions): EquivalenceTest {
  return equivalenceTestOfDifferences(differences(a, b), options);
}

/** The same test on differences that are already paired. */
export function equivalenceTestOfDifferences(paired: Differences, options: MarginOptions): EquivalenceTest {
  const { nonInferior, ...lower } = nonInferiorityTestOfDifferences(paired, options);
  const upper = tTestOfDifferences(paired, { alternative: 'less', center: options.margin });
  const { statistic, p } = upper.p > lower.p ? upper : lower;
  const equivalent = nonInferior && (lower.degeneracy === 'identical' || upper.p < lower.alpha);
  return { ...lower, statistic, p, pLower: lower.p, pUpper: upper.p, equivalent };
}
