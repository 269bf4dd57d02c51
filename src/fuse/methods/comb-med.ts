import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { minMax } from '../normalisations/min-max.ts';

export const combMed: FusionMethod = {
  name: 'combmed',
  aliases: ['median'],
  summary: 'The median of the scores; the mean of the middle two where their number is even.',
  source: 'E. A. Fox and J. A. Shaw, "Combination of multiple searches", TREC-2, 1993',
  normalisation: minMax,
  missing: missingRule('skip'),
  combine(values) {
    values.sort();
    const middle = values.length >> 1;
    return values.length % 2 === 1 ? values[middle]! : values[middle - 1]! / 2 + values[middle]! / 2;
  },
};
