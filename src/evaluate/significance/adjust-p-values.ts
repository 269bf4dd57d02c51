import { dataError } from '../../errors.ts';

/**
 * How p-values of a family of comparisons are raised for their number. `bonferroni` and `holm` bound the chance of any false claim; `bh`
 * (Benjamini & Hochberg) bounds the expected share of false ones among the claims. Holm claims at least what Bonferroni does.
 */
export type Correction = 'none' | 'bonferroni' | 'holm' | 'bh';

/**
 * p-values adjusted for multiple comparisons, in the order given: compare each with alpha directly. Equal to R's p.adjust and to
 * statsmodels' multipletests (`bonferroni`, `holm`, `fdr_bh`). An empty list gives an empty list.
 *
 * Sources: Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979; Benjamini & Hochberg, Controlling the False Discovery Rate,
 * JRSS B 1995.
 *
 * @throws `data` error for a p-value outside 0–1.
 */
export function adjustPValues(pValues: readonly number[], correction: Correction): number[] {
  for (const [place, p] of pValues.entries()) {
    if (!(p >= 0 && p <= 1)) throw dataError(`p-values: number ${place} is ${p}, not between 0 and 1`);
  }
  return adjusters[correction](pValues);
}

const adjusters: Readonly<Record<Correction, (pValues: readonly number[]) => number[]>> = {
  none: (pValues) => [...pValues],
  bonferroni: (pValues) => pValues.map((p) => Math.min(1, p * pValues.length)),
  holm: (pValues) => {
    const adjusted = new Array<number>(pValues.length);
    let largest = 0;
    for (const [rank, place] of ascending(pValues).entries()) {
      largest = Math.max(largest, (pValues.length - rank) * pValues[place]!);
      adjusted[place] = Math.min(1, largest);
    }
    return adjusted;
  },
  bh: (pValues) => {
    const adjusted = new Array<number>(pValues.length);
    let smallest = 1;
    for (const [below, place] of ascending(pValues).reverse().entries()) {
      smallest = Math.min(smallest, (pValues.length / (pValues.length - below)) * pValues[place]!);
      adjusted[place] = smallest;
    }
    return adjusted;
  },
};

/** Places of the p-values, smallest p first; equal ones in the order given. */
function ascending(pValues: readonly number[]): number[] {
  return Array.from(pValues.keys()).sort((one, other) => pValues[one]! - pValues[other]!);
}
