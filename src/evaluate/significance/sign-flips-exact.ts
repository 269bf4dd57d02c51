import type { Tails } from './p-value.ts';

/**
 * The exact tails of the sum under random signs: of all 2^m ways to give the m numbers `values` their signs, the share whose sum is at
 * least (at most) `observed`. Sums within `tolerance` of `observed` count as equal to it.
 *
 * Two halves, each with all its signed sums in order, and a count of the pairs that reach the threshold (the split of Horowitz & Sahni,
 * Computing Partitions, J. ACM 1974): 2^(m/2) steps and numbers where plain enumeration takes 2^m. Counts stay exact up to m = 52.
 */
export function signFlipsExact(values: Float64Array, observed: number, tolerance: number): Tails {
  const middle = values.length >> 1;
  const left = signedSums(values.subarray(0, middle)).sort();
  const right = signedSums(values.subarray(middle)).sort();
  // Turning all signs around mirrors the distribution, so the lower tail at `observed` is the upper one at −observed.
  return {
    upper: shareAtLeast(left, right, observed - tolerance),
    lower: shareAtLeast(left, right, -observed - tolerance),
  };
}

/** All 2^m sums ± v₀ ± v₁ …: sum number `bits` adds value k where bit k is set and subtracts it elsewhere. */
export function signedSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  let filled = 1;
  for (const value of values) {
    for (let at = 0; at < filled; at++) {
      sums[filled + at] = sums[at]! + value;
      sums[at]! -= value;
    }
    filled *= 2;
  }
  return sums;
}

/** The share of pairs, one number of each ascending list, whose sum is at least `threshold`. */
function shareAtLeast(left: Float64Array, right: Float64Array, threshold: number): number {
  let count = 0;
  let from = right.length;
  for (const low of left) {
    while (from > 0 && low + right[from - 1]! >= threshold) from--;
    count += right.length - from;
  }
  return count / (left.length * right.length);
}
