import type { Normalisation } from '../normalisation.ts';
import { sum } from '../sum.ts';
import { unitRange } from '../unit-range.ts';

/**
 * z = (score − mean) / deviation, mean and deviation over the documents that the run ranks for the topic.
 *
 * The deviation is that of a population (divided by n), as in numpy's `std`, scipy's `zscore` and ranx's ZMUV. RaDeR's hybrid says "standard
 * deviation" and no more, its repository has no code for it, and the one hybrid run it publishes has α = 1 and plain cosine scores, so nothing
 * published decides between n and n − 1. It rarely matters: where both runs rank equally many documents, dividing by n − 1 multiplies all z of
 * both by the same √((n − 1)/n) and the fused order stays as it is. `zscore-sample` divides by n − 1.
 *
 * All scores equal, or a single document: every z is 0, for the run prefers nothing.
 */
export const zscore: Normalisation = {
  name: 'zscore',
  summary: 'Distance from the mean of the topic in standard deviations, divided by n.',
  source: 'M. Montague and J. A. Aslam, "Relevance score normalization for metasearch", CIKM 2001 (ZMUV)',
  reads: 'scores',
  normalise: (scores) => deviations(scores, 0),
};

export const zscoreSample: Normalisation = {
  name: 'zscore-sample',
  summary: 'Distance from the mean of the topic in standard deviations, divided by n − 1.',
  source: 'As zscore, with the deviation of a sample: pandas, R',
  reads: 'scores',
  normalise: (scores) => deviations(scores, 1),
};

/** @param lost degrees of freedom that the divisor has less than there are scores. */
function deviations(scores: Float64Array, lost: 0 | 1): Float64Array {
  const values = unitRange(scores);
  // Decided by the scores themselves: the rounded mean of equal scores may differ from them, and their deviation from 0.
  if (values === undefined) return new Float64Array(scores.length);
  const mean = sum(values) / values.length;
  const variance = sum(values.map((value) => (value - mean) ** 2)) / (values.length - lost);
  const deviation = Math.sqrt(variance);
  return values.map((value) => (value - mean) / deviation);
}
