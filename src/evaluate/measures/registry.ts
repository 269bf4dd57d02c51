import type { MeasureFamily } from '../measure.ts';
import { AP } from './ap.ts';
import { bpref } from './bpref.ts';
import { NumQ, NumRel, NumRelRet, NumRet } from './counts.ts';
import { GMAP } from './gmap.ts';
import { infAP } from './inferred-ap.ts';
import { IPrec } from './interpolated-precision.ts';
import { Judged, Unjudged } from './judged.ts';
import { nDCG } from './ndcg.ts';
import { P } from './precision.ts';
import { Rprec } from './r-precision.ts';
import { R } from './recall.ts';
import { RR } from './reciprocal-rank.ts';
import { SetF, SetP, SetR } from './sets.ts';
import { Success } from './success.ts';

/** Every measure, in the order in which lists show them. A new measure is one file of this folder and one line here. */
export const measureFamilies: readonly MeasureFamily[] = [
  nDCG,
  AP,
  P,
  R,
  RR,
  Success,
  Rprec,
  bpref,
  infAP,
  IPrec,
  GMAP,
  SetP,
  SetR,
  SetF,
  Judged,
  Unjudged,
  NumQ,
  NumRet,
  NumRel,
  NumRelRet,
];
