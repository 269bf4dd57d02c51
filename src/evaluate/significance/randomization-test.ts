import { sum } from 'simple-statistics';
import type { Alternative } from './alternative.ts';
import { requireWhole } from './arguments.ts';
import { type Differences, differences } from './differences.ts';
import { pValue } from './p-value.ts';
import { signFlipsExact } from './sign-flips-exact.ts';
import { signFlipsSampled } from './sign-flips-sampled.ts';
import type { TestResult } from './test-result.ts';
import { xoshiro128 } from './xoshiro128.ts';

export interface RandomizationOptions {
  /** Default `two-sided`. */
  readonly alternative?: Alternative | undefined;
  /** Up to so many non-zero differences all sign choices are counted, at a cost of 2^(m/2). At most 44; default 32, some milliseconds. */
  readonly exactUpTo?: number | undefined;
  /** Random sign choices beyond that. Default 100,000: a standard error of 0.0007 at p = 0.05. */
  readonly samples?: number | undefined;
  /** Whole number from 0 to 2³² − 1; the same seed gives the same p on every machine. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Fisher's paired randomization (sign-flip permutation) test: had the two systems' names been swapped at random on each topic, how often
 * would the mean difference be at least as large? Nothing is assumed about the distribution of scores.
 *
 * `statistic` is the mean of a − b. Few non-zero differences are counted exactly, as scipy.stats.permutation_test does with
 * permutation_type='samples'; otherwise p = (count + 1) / (samples + 1), which is valid at any number of samples (Phipson & Smyth,
 * Permutation P-values Should Never Be Zero, 2010). Sums equal but for rounding count as equally large.
 * Identical scores give p = 1; one topic gives 1 two-sided and ½ on the side of its sign; n equal differences give 2^(1−n) when exact.
 *
 * Source: Smucker, Allan & Carterette, A Comparison of Statistical Significance Tests for Information Retrieval Evaluation, CIKM 2007.
 *
 * @throws see `differences`; `usage` error for options out of range.
 */
export function randomizationTest(a: Float64Array, b: Float64Array, options: RandomizationOptions = {}): TestResult {
  return randomizationTestOfDifferences(differences(a, b), options);
}

/** The same test on differences that are already paired. */
export function randomizationTestOfDifferences(paired: Differences, options: RandomizationOptions = {}): TestResult {
  const { alternative = 'two-sided', exactUpTo = 32, samples = 100_000, seed = 0 } = options;
  requireWhole('exactUpTo', exactUpTo, 0, 44);
  requireWhole('samples', samples, 1);
  const random = xoshiro128(seed);
  // A zero keeps its value whatever its sign, so only the others are turned around.
  const values = paired.values.filter((value) => value !== 0);
  const observed = sum(Array.from(values));
  const tolerance = paired.noise * values.length;
  const shared = { statistic: paired.mean, degeneracy: paired.degeneracy };
  if (values.length <= exactUpTo) {
    return { ...shared, p: pValue(signFlipsExact(values, observed, tolerance), alternative), method: 'exact', samples: null };
  }
  const counts = signFlipsSampled(values, { observed, tolerance, samples, random });
  const count = { 'two-sided': counts.outside, greater: counts.upper, less: counts.lower }[alternative];
  return { ...shared, p: (count + 1) / (samples + 1), method: 'sampled', samples };
}
