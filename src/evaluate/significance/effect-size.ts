import { sampleVariance } from 'simple-statistics';
import { type Differences, differences } from './differences.ts';
import { stirlingError } from './stirling-error.ts';

export interface EffectSizeOptions {
  /** Takes out the upward bias of small samples (Hedges 1981). Default false. */
  readonly hedges?: boolean | undefined;
}

/** A mean difference without the measure's unit; positive where a is better. */
export interface EffectSize {
  /**
   * Cohen's d_z: mean difference / standard deviation of the differences. It settles the power of a paired test; in IR it is the paired
   * effect size of Sakai (Statistical Reform in Information Retrieval?, SIGIR Forum 2014).
   */
  readonly dz: number | null;
  /**
   * Mean difference / √((s²_a + s²_b) / 2), the spread of the scores over topics (Cumming 2012). Unlike d_z it doesn't grow when two systems
   * agree on which topics are hard, so it can be compared between pairs of systems.
   */
  readonly dav: number | null;
}

/**
 * Standardised differences between two systems. A difference of 0 has size 0; one that would be divided by a spread of 0 has none (null),
 * as with one topic.
 *
 * With `hedges` both are multiplied by J(n − 1) in its exact form, which needs three topics: two give null.
 *
 * @throws see `differences`.
 */
export function effectSize(a: Float64Array, b: Float64Array, options: EffectSizeOptions = {}): EffectSize {
  const paired = differences(a, b);
  const topics = paired.values.length;
  if (paired.degeneracy === 'identical') return { dz: 0, dav: 0 };
  if (topics === 1) return { dz: null, dav: null };
  const spread = (sampleVariance(Array.from(a)) + sampleVariance(Array.from(b))) / 2;
  const factor = options.hedges ? hedgesFactor(topics - 1) : 1;
  return {
    dz: standardised(paired, paired.variance, factor),
    dav: standardised(paired, Math.sqrt(spread) <= paired.noise ? 0 : spread, factor),
  };
}

/** Cohen's d_z of differences that are already paired, uncorrected. */
export function dzOfDifferences(paired: Differences): number | null {
  return paired.degeneracy === 'identical' ? 0 : standardised(paired, paired.variance, 1);
}

function standardised(paired: Differences, variance: number, factor: number | null): number | null {
  return variance === 0 || factor === null ? null : (factor * paired.mean) / Math.sqrt(variance);
}

/** J(df) = Γ(df/2) / (√(df/2) Γ((df − 1)/2)), about 1 − 3 / (4 df − 1) (Hedges 1981); null below 2, where it has no value. */
export function hedgesFactor(df: number): number | null {
  if (df < 2) return null;
  const half = df / 2;
  // ln Γ by Stirling's formula, its large terms cancelled on paper.
  return Math.exp(-(half - 1) * Math.log1p(-0.5 / half) - 0.5 + stirlingError(half) - stirlingError(half - 0.5));
}
