import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { minMax } from '../normalisations/min-max.ts';
import { sum } from '../sum.ts';

export const combMnz: FusionMethod = {
  name: 'combmnz',
  aliases: [],
  summary: 'CombSUM times the number of runs that have the document.',
  source: 'E. A. Fox and J. A. Shaw, "Combination of multiple searches", TREC-2, 1993',
  normalisation: minMax,
  missing: missingRule('zero'),
  combine: (values, hits) => sum(values) * hits,
};
