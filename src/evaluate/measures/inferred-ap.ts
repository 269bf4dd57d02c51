import { relevantInAll } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';

/** Keeps the estimate of precision defined where nothing was judged above a document. */
const EPSILON = 0.00001;

export const infAP: MeasureFamily = {
  name: 'infAP',
  aliases: ['infap'],
  summary: 'Average precision estimated from a sample of the pool: relevance below 0 means pooled but not judged.',
  source:
    'E. Yilmaz and J. A. Aslam, "Estimating average precision with incomplete and imperfect judgments", CIKM 2006; trec_eval m_infap.c',
  at: 'nothing',
  takesRel: true,
  aggregation: 'mean',
  trecName: () => 'infAP',
  value(judged, { rel }) {
    let relevant = 0;
    let nonRelevant = 0;
    let pooled = 0;
    let sum = 0;
    for (let i = 0; i < judged.ranks.length; i++) {
      const relevance = judged.relevance[i]!;
      if (relevance < 0) pooled++;
      else if (relevance < rel) nonRelevant++;
      else {
        const rank = judged.ranks[i]!;
        const above = rank - 1;
        if (above === 0) sum += 1;
        else {
          const judgedShare = (relevant + EPSILON) / (relevant + nonRelevant + 2 * EPSILON);
          sum += 1 / rank + (above / rank) * ((relevant + nonRelevant + pooled) / above) * judgedShare;
        }
        relevant++;
      }
    }
    return sum === 0 ? 0 : sum / relevantInAll(judged, rel);
  },
  expected: undefined,
};
