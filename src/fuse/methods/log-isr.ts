import type { FusionMethod } from '../fusion-method.ts';
import { missingRule } from '../missing-rule.ts';
import { inverseSquareRank } from '../normalisations/ranks.ts';
import { sum } from '../sum.ts';

/** A document of one run alone scores 0, as the logarithm of 1 is: such documents stand behind all others, in the order of the runs. */
export const logIsr: FusionMethod = {
  name: 'log-isr',
  aliases: [],
  summary: 'Inverse square rank with the logarithm of the number of runs: Σ weight / rank² · ln(runs that have the document).',
  source: 'A. Mourão, F. Martins and J. Magalhães, "Multimodal medical information retrieval with unsupervised rank fusion", CMIG 2015',
  normalisation: inverseSquareRank,
  missing: missingRule('zero'),
  combine: (values, hits) => sum(values) * Math.log(hits),
};
