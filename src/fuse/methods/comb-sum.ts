import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { minMax } from '../normalisations/min-max.ts';
import { sum } from '../sum.ts';

export const combSum: FusionMethod = {
  name: 'combsum',
  aliases: ['sum', 'min-max'],
  summary: 'Σ weight · score, the scores from 0 to 1.',
  source: 'E. A. Fox and J. A. Shaw, "Combination of multiple searches", TREC-2, 1993',
  normalisation: minMax,
  missing: missingRule('zero'),
  combine: sum,
};
