import { relevantInGroup, tiedGroups } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';

export const RR: MeasureFamily = {
  name: 'RR',
  aliases: ['rr', 'mrr', 'recip_rank', 'reciprocal_rank'],
  summary: 'One over the rank of the first relevant document; 0 where there is none (within the first k ranks).',
  source: 'P. B. Kantor and E. M. Voorhees, Information Retrieval 2, 2000; trec_eval m_recip_rank.c (without cutoff)',
  at: 'optional cutoff',
  takesRel: true,
  aggregation: 'mean',
  trecName: ({ cutoff }) => (cutoff === Number.POSITIVE_INFINITY ? 'recip_rank' : undefined),
  value({ ranks, relevance }, { cutoff, rel }) {
    for (let i = 0; i < ranks.length && ranks[i]! <= cutoff; i++) if (relevance[i]! >= rel) return 1 / ranks[i]!;
    return 0;
  },
  expected(judged, { cutoff, rel }) {
    for (const group of tiedGroups(judged)) {
      const relevant = relevantInGroup(judged, group, rel);
      if (relevant === 0) continue;
      const size = group.last - group.first + 1;
      // The first of r relevant documents among n places stands at place i with chance C(n − i, r − 1) / C(n, r).
      let chance = relevant / size;
      let sum = 0;
      for (let place = 1; place <= size - relevant + 1 && group.first + place - 1 <= cutoff; place++) {
        sum += chance / (group.first + place - 1);
        chance *= (size - place - relevant + 1) / (size - place);
      }
      return sum;
    }
    return 0;
  },
};
