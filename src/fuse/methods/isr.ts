import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { inverseSquareRank } from '../normalisations/ranks.ts';
import { sum } from '../sum.ts';

export const isr: FusionMethod = {
  name: 'isr',
  aliases: ['inverse-square-rank-fusion'],
  summary: 'Inverse square rank: Σ weight / rank², times the number of runs that have the document.',
  source: 'A. Mourão, F. Martins and J. Magalhães, "Multimodal medical information retrieval with unsupervised rank fusion", CMIG 2015',
  normalisation: inverseSquareRank,
  missing: missingRule('zero'),
  combine: (values, hits) => sum(values) * hits,
};
