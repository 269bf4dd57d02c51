import { placeName } from './snapshot.ts';
import type { CheckResult, FloorResult, Outcome, Verdict } from './verdict.ts';

/** `bm25 on mini:proofs, nDCG@10`; `bm25 on mini, nDCG@10, average` */
export function subjectOf(row: Pick<Verdict, 'system' | 'benchmark' | 'split' | 'measure'>): string {
  return `${row.system} on ${placeName(row)}, ${row.measure}${row.split === null ? ', average over splits' : ''}`;
}

/** What was found, without its subject: one sentence without a full stop. Figures are in percent, differences in points of it. */
export function explainVerdict({ verdict, expected, measured, evidence, pCorrected, tolerance, topics }: Verdict): string {
  if (evidence === null)
    return verdict === 'new' ? `not in the baseline, ${percent(measured!)} now` : `${percent(expected!)} in the baseline, not measured now`;
  const { delta, gained, lost, interval } = evidence;
  if (pCorrected === null) return `all ${topics} topics score as before`;
  const change = `${percent(expected!)} → ${percent(measured!)} (${points(delta)}, p = ${pText(pCorrected)})`;
  const moved = `${lost} of ${topics} topics lost, ${gained} gained`;
  const within = interval === null ? '' : `; the change lies between ${points(interval.low)} and ${points(interval.high)}`;
  switch (verdict) {
    case 'regressed':
    case 'improved':
      return `${change}; ${moved}`;
    case 'unchanged':
      return `${change}; a change of ${percent(tolerance)} points or more is ruled out; ${moved}`;
    default:
      return `${change}; neither a change nor its absence is shown${within}; ${moved}`;
  }
}

/** `26.40 is below the floor of 30.00` */
export function explainFloor({ floor, measured, held }: FloorResult): string {
  return `${percent(measured)} is ${held ? 'not below' : 'below'} the floor of ${percent(floor)}`;
}

const order: readonly Outcome[] = ['regressed', 'inconclusive', 'missing', 'new', 'improved', 'unchanged'];

/** `2 regressed, 1 inconclusive, 9 unchanged; 1 floor broken` */
export function summarize({ verdicts, floors }: CheckResult): string {
  const counts = order.flatMap((outcome) => {
    const count = verdicts.filter(({ verdict }) => verdict === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  const broken = floors.filter(({ held }) => !held).length;
  const kept = floors.length - broken;
  return [
    counts.join(', '),
    ...(broken > 0 ? [`${broken} floor${broken === 1 ? '' : 's'} broken`] : []),
    ...(kept > 0 ? [`${kept} floor${kept === 1 ? '' : 's'} held`] : []),
  ].join('; ');
}

/** Percent with two decimals: `26.40`. */
export function percent(value: number): string {
  return (100 * value).toFixed(2);
}

/** A difference in points of percent with its sign: `+1.24`, `−0.40`, `0.00`. */
export function points(value: number): string {
  const figure = percent(Math.abs(value));
  if (Number(figure) === 0) return figure;
  return `${value > 0 ? '+' : '−'}${figure}`;
}

function pText(p: number): string {
  return p < 0.0001 ? '0.0001 or less' : p.toFixed(4);
}
