import { type JudgedRanking, relevantInAll } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';

export const IPrec: MeasureFamily = {
  name: 'IPrec',
  aliases: ['iprec', 'iprec_at_recall'],
  summary: 'Highest precision at any rank where at least the given share of the relevant documents has been retrieved.',
  source: 'C. D. Manning, P. Raghavan and H. Schütze, Introduction to Information Retrieval, 2008, 8.4; trec_eval m_iprec_at_recall.c',
  at: 'recall',
  takesRel: true,
  aggregation: 'mean',
  trecName: ({ recall }) => `iprec_at_recall_${recall.toFixed(2)}`,
  value(judged, { recall, rel }) {
    const { ranks, relevance } = judged;
    const wanted = documentsFor(recall, judged, rel);
    let relevant = 0;
    let best = 0;
    for (let i = 0; i < ranks.length; i++) {
      if (relevance[i]! >= rel && ++relevant >= wanted) best = Math.max(best, relevant / ranks[i]!);
    }
    return best;
  },
  expected: undefined,
};

/**
 * How many relevant documents a share of them is. trec_eval up to 9 adds 0.9 and cuts off what follows the point; 10 rounds to the nearest,
 * which changes most values between the ends.
 */
function documentsFor(recall: number, judged: JudgedRanking, rel: number): number {
  const share = recall * relevantInAll(judged, rel);
  return judged.scorePrecision === 'float32' ? Math.trunc(share + 0.9) : Math.round(share);
}
