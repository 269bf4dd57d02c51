import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { none } from '../normalisations/none.ts';
import { sum } from '../sum.ts';

/**
 * Σ weight · score, the scores as they are. This is how RaDeR and ReasonIR interpolate a reranker with the first stage (0.5 and 0.5; 100 and 1
 * over BM25).
 *
 * Only what every run has scored is ranked, unless told otherwise: of raw scores nobody knows what a missing one would be, and 0 may be the
 * best that a reranker's logits reach. It is also what those papers do, whose reranker sees the first stage's 100 best: their
 * published MRR (0.53117 for RaDeR-gte on theoremqa_theorems) comes out with `drop`, not with `zero` or `min`, which rank the 900 others behind
 * (0.53167).
 */
export const weightedSum: FusionMethod = {
  name: 'weighted-sum',
  aliases: ['wsum', 'interpolation', 'linear'],
  summary: 'Σ weight · score, the scores as they are, over documents that every run has.',
  source: 'C. C. Vogt and G. W. Cottrell, "Fusion via a linear combination of scores", Information Retrieval, 1999',
  normalisation: none,
  missing: missingRule('drop'),
  combine: sum,
};
