import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { minMax } from '../normalisations/min-max.ts';

export const combMin: FusionMethod = {
  name: 'combmin',
  aliases: ['min'],
  summary: 'The lowest of the scores.',
  source: 'E. A. Fox and J. A. Shaw, "Combination of multiple searches", TREC-2, 1993',
  normalisation: minMax,
  missing: missingRule('skip'),
  combine: (values) => values.reduce((least, value) => Math.min(least, value)),
};
