import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { zscore } from '../normalisations/zscore.ts';
import { sum } from '../sum.ts';

/**
 * Σ weight · z(score): RaDeR's hybrid, α·z(RaDeR) + (1 − α)·z(BM25).
 *
 * A missing document has the run's lowest z of the topic unless told otherwise: 0 would be the run's mean, better than half of what it ranked.
 */
export const zscoreSum: FusionMethod = {
  name: 'zscore',
  aliases: ['zmuv', 'hybrid'],
  summary: 'Σ weight · z, z being the distance from the mean of the topic in standard deviations: the hybrid of RaDeR.',
  source: 'M. Montague and J. A. Aslam, "Relevance score normalization for metasearch", CIKM 2001; RaDeR, 2025',
  normalisation: zscore,
  missing: missingRule('min'),
  combine: sum,
};
