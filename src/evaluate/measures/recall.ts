import { relevantInAll, relevantWithin } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';
import { expectedRelevantWithin } from './precision.ts';

export const R: MeasureFamily = {
  name: 'R',
  aliases: ['r', 'recall'],
  summary: 'Share of the relevant documents that stand within the first k ranks.',
  source: 'C. J. van Rijsbergen, Information Retrieval, 1979; trec_eval m_recall.c',
  at: 'cutoff',
  takesRel: true,
  aggregation: 'mean',
  trecName: ({ cutoff }) => `recall_${cutoff}`,
  value(judged, { cutoff, rel }) {
    const relevant = relevantInAll(judged, rel);
    return relevant === 0 ? 0 : relevantWithin(judged, rel, cutoff) / relevant;
  },
  expected(judged, { cutoff, rel }) {
    const relevant = relevantInAll(judged, rel);
    return relevant === 0 ? 0 : expectedRelevantWithin(judged, rel, cutoff) / relevant;
  },
};
