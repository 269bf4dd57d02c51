import { relevantInGroup, relevantWithin, tiedGroups } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';

export const Success: MeasureFamily = {
  name: 'Success',
  aliases: ['success', 'hit', 'hits', 'hit_rate'],
  summary: '1 where any relevant document stands within the first k ranks, else 0.',
  source: 'S. Tomlinson, TREC 2005 Terabyte track; trec_eval m_success.c',
  at: 'cutoff',
  takesRel: true,
  aggregation: 'mean',
  trecName: ({ cutoff }) => `success_${cutoff}`,
  value: (judged, { cutoff, rel }) => (relevantWithin(judged, rel, cutoff) > 0 ? 1 : 0),
  expected(judged, { cutoff, rel }) {
    for (const group of tiedGroups(judged)) {
      if (group.first > cutoff) break;
      const relevant = relevantInGroup(judged, group, rel);
      if (relevant === 0) continue;
      const size = group.last - group.first + 1;
      const inside = Math.min(group.last, cutoff) - group.first + 1;
      let failure = 1;
      for (let taken = 0; taken < inside; taken++) failure *= Math.max(size - relevant - taken, 0) / (size - taken);
      return 1 - failure;
    }
    return 0;
  },
};
