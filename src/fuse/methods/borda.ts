import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { bordaPoints } from '../normalisations/ranks.ts';
import { sum } from '../sum.ts';

export const borda: FusionMethod = {
  name: 'borda',
  aliases: ['bordafuse', 'borda-count'],
  summary: 'Borda count: each run gives the best of c documents c points, the next c − 1; what it leaves over, the others share.',
  source: 'J. A. Aslam and M. Montague, "Models for metasearch", SIGIR 2001',
  normalisation: bordaPoints,
  missing: missingRule('rest'),
  combine: sum,
};
