import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { reciprocalRank } from '../normalisations/ranks.ts';
import { sum } from '../sum.ts';

export const rrf: FusionMethod = {
  name: 'rrf',
  aliases: ['reciprocal-rank-fusion'],
  summary: 'Reciprocal rank fusion: Σ weight / (k + rank), k being 60 unless told.',
  source: 'G. V. Cormack, C. L. A. Clarke and S. Büttcher, "Reciprocal rank fusion outperforms Condorcet…", SIGIR 2009',
  normalisation: reciprocalRank,
  missing: missingRule('zero'),
  combine: sum,
};
