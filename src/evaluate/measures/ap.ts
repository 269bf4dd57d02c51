import { type JudgedRanking, relevantInAll, relevantInGroup, tiedGroups } from '../judged-ranking.ts';
import type { MeasureFamily, MeasureParams } from '../measure.ts';

export const AP: MeasureFamily = {
  name: 'AP',
  aliases: ['ap', 'map', 'map_cut'],
  summary: 'Mean, over the relevant documents, of the precision at the rank of each; 0 for those not retrieved.',
  source: 'D. Harman, "Overview of the second text retrieval conference", TREC 1993; trec_eval m_map.c, m_map_cut.c',
  at: 'optional cutoff',
  takesRel: true,
  aggregation: 'mean',
  trecName: ({ cutoff }) => (cutoff === Number.POSITIVE_INFINITY ? 'map' : `map_cut_${cutoff}`),
  value: averagePrecision,
  expected(judged, { cutoff, rel }) {
    let before = 0;
    let sum = 0;
    for (const group of tiedGroups(judged)) {
      const relevant = relevantInGroup(judged, group, rel);
      if (relevant === 0) continue;
      const size = group.last - group.first + 1;
      // Each place holds a relevant document with the same chance; if it does, the others are spread evenly over the other places.
      const others = size === 1 ? 0 : (relevant - 1) / (size - 1);
      for (let place = 0; place < size && group.first + place <= cutoff; place++) {
        sum += ((relevant / size) * (before + 1 + others * place)) / (group.first + place);
      }
      before += relevant;
    }
    return sum === 0 ? 0 : sum / relevantInAll(judged, rel);
  },
};

export function averagePrecision(judged: JudgedRanking, { cutoff, rel }: MeasureParams): number {
  const { ranks, relevance } = judged;
  let relevant = 0;
  let sum = 0;
  for (let i = 0; i < ranks.length && ranks[i]! <= cutoff; i++) if (relevance[i]! >= rel) sum += ++relevant / ranks[i]!;
  return sum === 0 ? 0 : sum / relevantInAll(judged, rel);
}
