import type { MeasureFamily } from '../measure.ts';
import { averagePrecision } from './ap.ts';

export const GMAP: MeasureFamily = {
  name: 'GMAP',
  aliases: ['gmap', 'gm_map'],
  summary: 'Average precision; over topics, the geometric mean, in which no topic counts as less than 0.00001.',
  source: 'S. Robertson, "On GMAP: and other transformations", CIKM 2006; trec_eval m_gm_map.c',
  at: 'nothing',
  takesRel: true,
  aggregation: 'geometric-mean',
  trecName: () => 'gm_map',
  value: averagePrecision,
  expected: undefined,
};
