import type { Alternative } from './alternative.ts';
import { requireWhole } from './arguments.ts';
import { type Differences, differences } from './differences.ts';
import { pValue, tailsWithoutSpread } from './p-value.ts';
import { randomIndex } from './random-index.ts';
import type { TestResult } from './test-result.ts';
import { type Random, xoshiro128 } from './xoshiro128.ts';

export interface BootstrapTestOptions {
  /** Default `two-sided`. */
  readonly alternative?: Alternative | undefined;
  /** Resamples drawn. Default 10,000. */
  readonly samples?: number | undefined;
  /** Whole number from 0 to 2³² − 1; the same seed gives the same p on every machine. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * The paired bootstrap test: resample topics from the differences moved to mean 0, and count how often t is at least as far out as observed.
 *
 * `statistic` is the observed t. p = (count + 1) / (samples + 1). A resample of one single value has t = 0 where that value is 0, else it
 * counts as infinitely far out. Without a spread p is what `tTest` gives there: 1 for identical scores and for one topic, 2^(1−n) for n
 * equal differences.
 *
 * Source: Sakai, Evaluating Evaluation Metrics Based on the Bootstrap, SIGIR 2006 (after Efron & Tibshirani 1993, chapter 16).
 *
 * @throws see `differences`; `usage` error for options out of range.
 */
export function bootstrapTest(a: Float64Array, b: Float64Array, options: BootstrapTestOptions = {}): TestResult {
  return bootstrapTestOfDifferences(differences(a, b), options);
}

/** The same test on differences that are already paired. */
export function bootstrapTestOfDifferences(paired: Differences, options: BootstrapTestOptions = {}): TestResult {
  const { alternative = 'two-sided', samples = 10_000, seed = 0 } = options;
  requireWhole('samples', samples, 1);
  const random = xoshiro128(seed);
  const { values, degeneracy } = paired;
  if (degeneracy !== null) {
    return { statistic: null, p: pValue(tailsWithoutSpread(paired, 0), alternative), method: 'exact', samples: null, degeneracy };
  }
  const statistic = paired.mean / Math.sqrt(paired.variance / values.length);
  const centered = values.map((value) => value - paired.mean);
  const count = countFarther(centered, { statistic, alternative, samples, random });
  return { statistic, p: (count + 1) / (samples + 1), method: 'sampled', samples, degeneracy };
}

interface CountOptions {
  readonly statistic: number;
  readonly alternative: Alternative;
  readonly samples: number;
  readonly random: Random;
}

function countFarther(centered: Float64Array, { statistic, alternative, samples, random }: CountOptions): number {
  const index = randomIndex(random, centered.length);
  // t values equal but for rounding count as equally far out.
  const slack = 1e-12 * Math.abs(statistic);
  let count = 0;
  for (let sample = 0; sample < samples; sample++) {
    const t = resampledT(centered, index);
    if (alternative === 'greater') count += Number(t >= statistic - slack);
    else if (alternative === 'less') count += Number(t <= statistic + slack);
    else count += Number(Math.abs(t) >= Math.abs(statistic) - slack);
  }
  return count;
}

/** t of one resample; infinite when it drew a single value over and over. */
function resampledT(centered: Float64Array, index: () => number): number {
  let sum = 0;
  let squares = 0;
  for (let draw = 0; draw < centered.length; draw++) {
    const value = centered[index()]!;
    sum += value;
    squares += value * value;
  }
  const mean = sum / centered.length;
  const spread = squares - sum * mean;
  if (spread > 1e-12 * squares) return mean / Math.sqrt(spread / (centered.length * (centered.length - 1)));
  return squares === 0 ? 0 : mean * Number.POSITIVE_INFINITY;
}
