import type { Tails } from './p-value.ts';

/**
 * The exact tails of the sum of the ranks that get a plus when every sign is a fair coin: P(sum ≥ observed) and P(sum ≤ observed).
 * `ranks` are positive whole numbers, tied or not.
 *
 * The distribution is built rank by rank, each spreading it by one shift (Streitberg & Röhmel, Exact Distributions for Permutation and Rank
 * Tests, 1986). Cost: m times the sum of the ranks, so m³ for ranks 1 … m.
 */
export function rankSumsExact(ranks: Int32Array, observed: number): Tails {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const share = new Float64Array(total + 1);
  share[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= rank; sum--) share[sum] = (share[sum]! + share[sum - rank]!) / 2;
    for (let sum = rank - 1; sum >= 0; sum--) share[sum]! /= 2;
  }
  let lower = 0;
  for (let sum = 0; sum <= observed; sum++) lower += share[sum]!;
  let upper = 0;
  for (let sum = total; sum >= observed; sum--) upper += share[sum]!;
  return { upper, lower };
}
