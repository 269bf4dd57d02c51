import { relevantInAll, relevantInGroup, tiedGroups } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';

export const bpref: MeasureFamily = {
  name: 'Bpref',
  aliases: ['bpref'],
  summary:
    'Share of the judged non-relevant documents, of the first R of them, that stand behind each relevant one; others are passed over.',
  source: 'C. Buckley and E. M. Voorhees, "Retrieval evaluation with incomplete information", SIGIR 2004; trec_eval m_bpref.c',
  at: 'nothing',
  takesRel: true,
  aggregation: 'mean',
  trecName: () => 'bpref',
  value(judged, { rel }) {
    const relevant = relevantInAll(judged, rel);
    const nonRelevant = judged.judgments.length - relevant;
    let seen = 0;
    let sum = 0;
    for (const relevance of judged.relevance) {
      if (relevance >= rel) sum += preference(seen, relevant, nonRelevant);
      else if (relevance >= 0) seen++;
    }
    return relevant === 0 ? 0 : sum / relevant;
  },
  expected(judged, { rel }) {
    const relevant = relevantInAll(judged, rel);
    const nonRelevant = judged.judgments.length - relevant;
    let seen = 0;
    let sum = 0;
    for (const group of tiedGroups(judged)) {
      const relevantHere = relevantInGroup(judged, group, rel);
      const nonRelevantHere = relevantInGroup(judged, group, 0) - relevantHere;
      // Any number of the group's non-relevant documents, from none to all, stands before a given relevant one with the same chance.
      const chance = relevantHere / (nonRelevantHere + 1);
      for (let before = 0; before <= nonRelevantHere; before++) sum += chance * preference(seen + before, relevant, nonRelevant);
      seen += nonRelevantHere;
    }
    return relevant === 0 ? 0 : sum / relevant;
  },
};

function preference(nonRelevantBefore: number, relevant: number, nonRelevant: number): number {
  if (nonRelevantBefore === 0) return 1;
  return 1 - Math.min(nonRelevantBefore, relevant) / Math.min(nonRelevant, relevant);
}
