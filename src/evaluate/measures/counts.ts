import { type JudgedRanking, relevantInAll, relevantWithin } from '../judged-ranking.ts';
import type { MeasureFamily, MeasureParams } from '../measure.ts';

const common = { at: 'nothing', aggregation: 'sum' } as const;

const retrieved = (judged: JudgedRanking): number => judged.retrieved;
const relevant = (judged: JudgedRanking, { rel }: MeasureParams): number => relevantInAll(judged, rel);
const found = (judged: JudgedRanking, { rel }: MeasureParams): number => relevantWithin(judged, rel, Number.POSITIVE_INFINITY);

export const NumQ: MeasureFamily = {
  ...common,
  aggregation: 'count',
  name: 'NumQ',
  aliases: ['numq', 'num_q'],
  summary: 'Number of topics that means are taken over.',
  source: 'trec_eval m_num_q.c',
  takesRel: false,
  trecName: () => 'num_q',
  value: () => 1,
  expected: () => 1,
};

export const NumRet: MeasureFamily = {
  ...common,
  name: 'NumRet',
  aliases: ['numret', 'num_ret'],
  summary: 'Number of documents retrieved.',
  source: 'trec_eval m_num_ret.c',
  takesRel: false,
  trecName: () => 'num_ret',
  value: retrieved,
  expected: retrieved,
};

export const NumRel: MeasureFamily = {
  ...common,
  name: 'NumRel',
  aliases: ['numrel', 'num_rel'],
  summary: 'Number of relevant documents of the topics that were evaluated, retrieved or not.',
  source: 'trec_eval m_num_rel.c',
  takesRel: true,
  trecName: () => 'num_rel',
  value: relevant,
  expected: relevant,
};

export const NumRelRet: MeasureFamily = {
  ...common,
  name: 'NumRelRet',
  aliases: ['numrelret', 'num_rel_ret'],
  summary: 'Number of relevant documents retrieved.',
  source: 'trec_eval m_num_rel_ret.c',
  takesRel: true,
  trecName: () => 'num_rel_ret',
  value: found,
  expected: found,
};
