import { requirePositive, requireShare } from './arguments.ts';
import type { ConfidenceInterval } from './confidence-interval.ts';
import { type Differences, differences } from './differences.ts';
import { tInterval, tTestOfDifferences } from './t-test.ts';
import type { TestResult } from './test-result.ts';

export interface MarginOptions {
  /** The largest loss that still counts as none, above 0, in the measure's own unit: 0.01 is one point of nDCG. */
  readonly margin: number;
  /** Default 0.05. */
  readonly alpha?: number | undefined;
}

export interface NonInferiorityTest extends TestResult {
  readonly margin: number;
  readonly alpha: number;
  /** Mean of a − b. */
  readonly delta: number;
  /** Two-sided at 1 − 2 alpha: a is non-inferior exactly when its low end is above −margin. Null for one topic. */
  readonly ci: ConfidenceInterval | null;
  /** True when p < alpha, or when the scores are identical: then no test is needed, whatever the number of topics. */
  readonly nonInferior: boolean;
}

/**
 * Is system a worse than system b by less than `margin`? A one-sided paired t test whose null hypothesis is mean(a − b) ≤ −margin, so that a
 * small p shows there is no such loss, where a large p of the ordinary test shows nothing.
 *
 * One topic gives p = 1. When all n differences are the same, p is 2^−n above the margin and 1 below it, and the interval, a single
 * point, is no longer equivalent to it: few topics that agree prove little.
 *
 * Source: Schuirmann, A Comparison of the Two One-Sided Tests Procedure, 1987, its lower half.
 *
 * @throws see `differences`; `usage` error for a margin of 0 or below, or an alpha of ½ or above.
 */
export function nonInferiorityTest(a: Float64Array, b: Float64Array, options: MarginOptions): NonInferiorityTest {
  return nonInferiorityTestOfDifferences(differences(a, b), options);
}

/** The same test on differences that are already paired. */
export function nonInferiorityTestOfDifferences(paired: Differences, options: MarginOptions): NonInferiorityTest {
  const { margin, alpha = 0.05 } = options;
  requirePositive('margin', margin);
  requireShare('twice alpha', 2 * alpha);
  const { statistic, p, method, samples, degeneracy, delta } = tTestOfDifferences(paired, { alternative: 'greater', center: -margin });
  const ci = tInterval(paired, 1 - 2 * alpha);
  const nonInferior = degeneracy === 'identical' || p < alpha;
  return { statistic, p, method, samples, degeneracy, margin, alpha, delta, ci, nonInferior };
}
