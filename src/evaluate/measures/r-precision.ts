import { relevantInAll, relevantWithin } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';
import { expectedRelevantWithin } from './precision.ts';

export const Rprec: MeasureFamily = {
  name: 'Rprec',
  aliases: ['rprec', 'r_prec', 'rprecision'],
  summary: 'Precision at the rank that is the number of relevant documents of the topic.',
  source: 'C. Buckley and E. M. Voorhees, "Retrieval system evaluation", in TREC, MIT Press 2005; trec_eval m_Rprec.c',
  at: 'nothing',
  takesRel: true,
  aggregation: 'mean',
  trecName: () => 'Rprec',
  value(judged, { rel }) {
    const relevant = relevantInAll(judged, rel);
    return relevant === 0 ? 0 : relevantWithin(judged, rel, relevant) / relevant;
  },
  expected(judged, { rel }) {
    const relevant = relevantInAll(judged, rel);
    return relevant === 0 ? 0 : expectedRelevantWithin(judged, rel, relevant) / relevant;
  },
};
