import { type JudgedRanking, relevantInAll, relevantWithin } from '../judged-ranking.ts';
import type { MeasureFamily, MeasureParams } from '../measure.ts';

const common = { at: 'nothing', takesRel: true, aggregation: 'mean' } as const;

function precision(judged: JudgedRanking, { rel }: MeasureParams): number {
  return judged.retrieved === 0 ? 0 : relevantWithin(judged, rel, Number.POSITIVE_INFINITY) / judged.retrieved;
}

function recall(judged: JudgedRanking, { rel }: MeasureParams): number {
  const relevant = relevantInAll(judged, rel);
  return relevant === 0 ? 0 : relevantWithin(judged, rel, Number.POSITIVE_INFINITY) / relevant;
}

function balanced(judged: JudgedRanking, params: MeasureParams): number {
  const p = precision(judged, params);
  const r = recall(judged, params);
  return p === 0 ? 0 : (2 * p * r) / (p + r);
}

export const SetP: MeasureFamily = {
  ...common,
  name: 'SetP',
  aliases: ['setp', 'set_p'],
  summary: 'Share of all retrieved documents that are relevant.',
  source: 'trec_eval m_set_P.c',
  trecName: () => 'set_P',
  value: precision,
  expected: precision,
};

export const SetR: MeasureFamily = {
  ...common,
  name: 'SetR',
  aliases: ['setr', 'set_recall'],
  summary: 'Share of the relevant documents that were retrieved at any rank.',
  source: 'trec_eval m_set_recall.c',
  trecName: () => 'set_recall',
  value: recall,
  expected: recall,
};

export const SetF: MeasureFamily = {
  ...common,
  name: 'SetF',
  aliases: ['setf', 'set_f'],
  summary: 'Harmonic mean of SetP and SetR.',
  source: 'C. J. van Rijsbergen, Information Retrieval, 1979; trec_eval m_set_F.c (with its default weight)',
  trecName: () => 'set_F',
  value: balanced,
  expected: balanced,
};
