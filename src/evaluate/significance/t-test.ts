import type { Alternative } from './alternative.ts';
import { requireShare } from './arguments.ts';
import type { ConfidenceInterval } from './confidence-interval.ts';
import { type Differences, differences } from './differences.ts';
import { pValue, tailsWithoutSpread } from './p-value.ts';
import { studentTCdf } from './student-t-cdf.ts';
import { studentTQuantile } from './student-t-quantile.ts';
import type { TestResult } from './test-result.ts';

export interface TTestOptions {
  /** Default `two-sided`. */
  readonly alternative?: Alternative | undefined;
  /** Of the interval, which is two-sided whatever the alternative. Default 0.95. */
  readonly confidence?: number | undefined;
}

export interface TTest extends TestResult {
  /** t = mean difference / its standard error; null without a spread. */
  readonly statistic: number | null;
  /** Degrees of freedom, topics − 1; 0 for one topic. */
  readonly df: number;
  /** Mean of a − b. */
  readonly delta: number;
  /** Standard error of `delta`; 0 without a spread. */
  readonly standardError: number;
  /** Of `delta`. Null for one topic; a single point when all differences are equal. */
  readonly ci: ConfidenceInterval | null;
}

/**
 * Student's paired t test on per-topic scores: is the mean of a[i] − b[i] zero?
 *
 * Identical scores give p = 1, and so does a single topic. When all n differences are the same and not 0, t is undefined and p is
 * 2^(1−n), what n agreeing signs are worth (2^−n one-sided).
 * Equal to scipy.stats.ttest_rel. It is the cheapest of the tests here, and the one that Urbano, Lima & Hanjalic recommend
 * after simulating millions of comparisons (Statistical Significance Testing in Information Retrieval, SIGIR 2019).
 *
 * @throws see `differences`; `usage` error for a confidence outside 0–1.
 */
export function tTest(a: Float64Array, b: Float64Array, options: TTestOptions = {}): TTest {
  return tTestOfDifferences(differences(a, b), options);
}

export interface OneSampleTTestOptions extends TTestOptions {
  /** The mean difference under the null hypothesis. Default 0. */
  readonly center?: number;
}

/** The same test on differences that are already paired, against any mean. `delta` and the interval stay those of a − b. */
export function tTestOfDifferences(paired: Differences, options: OneSampleTTestOptions = {}): TTest {
  const { alternative = 'two-sided', confidence = 0.95, center = 0 } = options;
  const ci = tInterval(paired, confidence);
  const { mean: delta, degeneracy } = paired;
  const df = paired.values.length - 1;
  const standardError = Math.sqrt(paired.variance / paired.values.length);
  const shared = { method: 't', samples: null, degeneracy, df, delta, standardError, ci } as const;
  if (degeneracy !== null) return { statistic: null, p: pValue(tailsWithoutSpread(paired, center), alternative), ...shared };
  const statistic = (delta - center) / standardError;
  const tails = { upper: studentTCdf(-statistic, df), lower: studentTCdf(statistic, df) };
  return { statistic, p: pValue(tails, alternative), ...shared };
}

/** Student's interval of the mean difference: mean ± t · standard error. Null for one topic, a single point for a spread of 0. */
export function tInterval(paired: Differences, confidence: number): ConfidenceInterval | null {
  requireShare('confidence', confidence);
  const topics = paired.values.length;
  if (topics === 1) return null;
  const half = studentTQuantile((1 + confidence) / 2, topics - 1) * Math.sqrt(paired.variance / topics);
  return { low: paired.mean - half, high: paired.mean + half, confidence, method: 't' };
}
