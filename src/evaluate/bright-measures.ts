import { bindMeasure, type Measure } from './measure.ts';
import { AP } from './measures/ap.ts';
import { nDCG } from './measures/ndcg.ts';
import { P } from './measures/precision.ts';
import { R } from './measures/recall.ts';
import { RR } from './measures/reciprocal-rank.ts';

/** What BRIGHT's own evaluation reports: nDCG, AP, R and P at six cutoffs, and RR. */
export const brightMeasures: readonly Measure[] = [
  ...[nDCG, AP, R, P].flatMap((family) => [1, 5, 10, 25, 50, 100].map((cutoff) => bindMeasure(family, { cutoff }))),
  bindMeasure(RR),
];
