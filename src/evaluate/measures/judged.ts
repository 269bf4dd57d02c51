import { relevantWithin } from '../judged-ranking.ts';
import type { MeasureFamily } from '../measure.ts';
import { expectedRelevantWithin } from './precision.ts';

/** Lower than any relevance: whatever stands in the qrels. */
const ANY = Number.NEGATIVE_INFINITY;

export const Judged: MeasureFamily = {
  name: 'Judged',
  aliases: ['judged'],
  summary: 'Share of the first k documents, or of all where there are fewer, that the qrels say anything about.',
  source: 'ir_measures, providers/judged_provider.py',
  at: 'cutoff',
  takesRel: false,
  aggregation: 'mean',
  trecName: () => undefined,
  value(judged, { cutoff }) {
    const looked = Math.min(cutoff, judged.retrieved);
    return looked === 0 ? 0 : relevantWithin(judged, ANY, looked) / looked;
  },
  expected(judged, { cutoff }) {
    const looked = Math.min(cutoff, judged.retrieved);
    return looked === 0 ? 0 : expectedRelevantWithin(judged, ANY, looked) / looked;
  },
};

export const Unjudged: MeasureFamily = {
  name: 'Unjudged',
  aliases: ['unjudged', 'unj'],
  summary: 'Share of the first k ranks with a document that was not judged (relevance below 0 counts as not judged; empty ranks do not).',
  source: 'I. Soboroff; trec_eval m_unjudged.c (version 10)',
  at: 'cutoff',
  takesRel: false,
  aggregation: 'mean',
  trecName: ({ cutoff }) => `unj_${cutoff}`,
  value: (judged, { cutoff }) => (Math.min(cutoff, judged.retrieved) - relevantWithin(judged, 0, cutoff)) / cutoff,
  expected: (judged, { cutoff }) => (Math.min(cutoff, judged.retrieved) - expectedRelevantWithin(judged, 0, cutoff)) / cutoff,
};
