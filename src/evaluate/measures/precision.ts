import { type JudgedRanking, relevantInGroup, relevantWithin, tiedGroups } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';

export const P: MeasureFamily = {
  name: 'P',
  aliases: ['p', 'precision'],
  summary: 'Share of the first k ranks that hold a relevant document; ranks without a document count as not relevant.',
  source: 'C. J. van Rijsbergen, Information Retrieval, 1979; trec_eval m_P.c',
  at: 'cutoff',
  takesRel: true,
  aggregation: 'mean',
  trecName: ({ cutoff }) => `P_${cutoff}`,
  value: (judged, { cutoff, rel }) => relevantWithin(judged, rel, cutoff) / cutoff,
  expected: (judged, { cutoff, rel }) => expectedRelevantWithin(judged, rel, cutoff) / cutoff,
};

/** The mean of `relevantWithin` over all orders of tied documents. */
export function expectedRelevantWithin(judged: JudgedRanking, rel: number, cutoff: number): number {
  let count = 0;
  for (const group of tiedGroups(judged)) {
    if (group.first > cutoff) break;
    const size = group.last - group.first + 1;
    const inside = Math.min(group.last, cutoff) - group.first + 1;
    count += (relevantInGroup(judged, group, rel) * inside) / size;
  }
  return count;
}
