import { type JudgedRanking, tiedGroups } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';

export const nDCG: MeasureFamily = {
  name: 'nDCG',
  aliases: ['ndcg', 'ndcg_cut'],
  summary: 'Gain of the ranking, each document worth its relevance over log2(rank + 1), as a share of what the ideal ranking gains.',
  source: 'K. Järvelin and J. Kekäläinen, ACM TOIS 20(4), 2002; trec_eval m_ndcg.c, m_ndcg_cut.c',
  at: 'optional cutoff',
  takesRel: false,
  aggregation: 'mean',
  trecName: ({ cutoff }) => (cutoff === Number.POSITIVE_INFINITY ? 'ndcg' : `ndcg_cut_${cutoff}`),
  value(judged, { cutoff }) {
    const { ranks, relevance } = judged;
    let gain = 0;
    for (let i = 0; i < ranks.length && ranks[i]! <= cutoff; i++) if (relevance[i]! > 0) gain += relevance[i]! / discount(ranks[i]!);
    return gain === 0 ? 0 : gain / idealGain(judged, cutoff);
  },
  expected(judged, { cutoff }) {
    let gain = 0;
    for (const { first, last, from, to } of tiedGroups(judged)) {
      let relevance = 0;
      for (let i = from; i < to; i++) relevance += Math.max(judged.relevance[i]!, 0);
      if (relevance === 0) continue;
      const each = relevance / (last - first + 1);
      for (let rank = first; rank <= last && rank <= cutoff; rank++) gain += each / discount(rank);
    }
    return gain === 0 ? 0 : gain / idealGain(judged, cutoff);
  },
};

function idealGain({ judgments }: JudgedRanking, cutoff: number): number {
  let gain = 0;
  for (let i = 0; i < judgments.length && i < cutoff && judgments[i]! > 0; i++) gain += judgments[i]! / discount(i + 1);
  return gain;
}

let discounts = new Float64Array(0);

/** log2(rank + 1), remembered. */
function discount(rank: number): number {
  if (rank >= discounts.length) discounts = Float64Array.from({ length: Math.max(1024, rank * 2) }, (_, at) => Math.log2(at + 1));
  return discounts[rank]!;
}
