import { sampleVariance } from 'simple-statistics';
import type { Alternative } from '../evaluate/significance/alternative.ts';
import { pValue } from '../evaluate/significance/p-value.ts';
import { studentTCdf } from '../evaluate/significance/student-t-cdf.ts';
import { studentTQuantile } from '../evaluate/significance/student-t-quantile.ts';

/** How far apart two means of one unchanged system fall because no two of its runs are alike. */
export interface RunNoise {
  /** Of the difference of the two means, in the measure's unit; above 0. */
  readonly standardError: number;
  /** Degrees of freedom of its estimate. */
  readonly df: number;
}

/**
 * The noise between runs, from the means of repeated runs before and now: their pooled variance, on the ground that a change of the system doesn't change
 * how noisy it is, times 1/R + 1/S for means over R and S runs. Null where nothing was repeated, and where repeats are alike.
 *
 * @param before means of single runs; empty for one run that wasn't repeated.
 * @param now likewise.
 */
export function runNoise(before: readonly number[], now: readonly number[]): RunNoise | null {
  const groups = [before, now].filter(({ length }) => length > 1);
  const df = groups.reduce((sum, { length }) => sum + length - 1, 0);
  if (df === 0) return null;
  const variance = groups.reduce((sum, means) => sum + (means.length - 1) * sampleVariance([...means]), 0) / df;
  const standardError = Math.sqrt(variance * (1 / Math.max(1, before.length) + 1 / Math.max(1, now.length)));
  return standardError > 0 ? { standardError, df } : null;
}

/**
 * The noise of the average over so many splits, those without noise among them, as if splits varied apart from each other. Degrees of freedom by
 * Satterthwaite, An Approximate Distribution of Estimates of Variance Components, 1946.
 */
export function averageNoise(noises: readonly (RunNoise | null)[]): RunNoise | null {
  const known = noises.filter((noise) => noise !== null);
  if (known.length === 0) return null;
  const variances = known.map(({ standardError }) => (standardError / noises.length) ** 2);
  const variance = variances.reduce((sum, one) => sum + one, 0);
  const spread = variances.reduce((sum, one, at) => sum + one ** 2 / known[at]!.df, 0);
  return { standardError: Math.sqrt(variance), df: variance ** 2 / spread };
}

/** p of a difference under the null hypothesis that it is `center` but for noise between runs: one-sided t. */
export function noiseTest(delta: number, center: number, { standardError, df }: RunNoise, alternative: Alternative): number {
  const t = (delta - center) / standardError;
  return pValue({ upper: studentTCdf(-t, df), lower: studentTCdf(t, df) }, alternative);
}

/** Half the width of the interval of confidence 1 − 2 alpha. */
export function noiseMargin({ standardError, df }: RunNoise, alpha: number): number {
  return studentTQuantile(1 - alpha, df) * standardError;
}
