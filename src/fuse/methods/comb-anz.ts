import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { minMax } from '../normalisations/min-max.ts';
import { sum } from '../sum.ts';

export const combAnz: FusionMethod = {
  name: 'combanz',
  aliases: [],
  summary: 'CombSUM divided by the number of runs that have the document.',
  source: 'E. A. Fox and J. A. Shaw, "Combination of multiple searches", TREC-2, 1993',
  normalisation: minMax,
  missing: missingRule('skip'),
  combine: (values, hits) => sum(values) / hits,
};
