import type { Differences } from './differences.ts';

/** Zero differences: `wilcoxon` drops them before ranking; `pratt` ranks them with the rest and drops their ranks (Pratt 1959). */
export type ZeroRule = 'wilcoxon' | 'pratt';

/** Ranks of the absolute differences, smallest 1, ties sharing the mean of their ranks. */
export interface SignedRanks {
  /** Twice the rank of every non-zero difference, negative where the difference is: whole numbers even where ranks are shared. */
  readonly doubled: Int32Array;
  /** Σ (t³ − t) over groups of t tied non-zero differences. */
  readonly tieSum: number;
  /** Zeros that took ranks of their own below all others: 0 under the rule `wilcoxon`. */
  readonly rankedZeros: number;
}

/** Ranks the differences; sizes that are apart by no more than the noise of the scores are tied. Cost: n log n. */
export function signedRanks(paired: Differences, zeros: ZeroRule): SignedRanks {
  const values = paired.values.filter((value) => value !== 0).sort((one, other) => Math.abs(one) - Math.abs(other));
  const rankedZeros = zeros === 'pratt' ? paired.values.length - values.length : 0;
  const doubled = new Int32Array(values.length);
  let tieSum = 0;
  for (let from = 0, to = 0; from < values.length; from = to) {
    const limit = Math.abs(values[from]!) + paired.noise;
    while (to < values.length && Math.abs(values[to]!) <= limit) to++;
    const tied = to - from;
    tieSum += tied ** 3 - tied;
    // Ranks from + 1 … to, whose mean is (from + 1 + to) / 2.
    for (let at = from; at < to; at++) doubled[at] = Math.sign(values[at]!) * (2 * rankedZeros + from + 1 + to);
  }
  return { doubled, tieSum, rankedZeros };
}
