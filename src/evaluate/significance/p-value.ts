import type { Alternative } from './alternative.ts';
import type { Differences } from './differences.ts';

/** Probabilities, under the null hypothesis, of a statistic at least as large (`upper`) or as small (`lower`) as the one observed. */
export interface Tails {
  readonly upper: number;
  readonly lower: number;
}

/**
 * The p-value that an alternative takes from the two tails; two-sided is twice the smaller one, at most 1.
 *
 * Always in (0, 1]: what underflows is given as the smallest positive number, 5e-324, so that p can be divided by and its logarithm taken.
 */
export function pValue(tails: Tails, alternative: Alternative): number {
  const p = { 'two-sided': 2 * Math.min(tails.upper, tails.lower), greater: tails.upper, less: tails.lower }[alternative];
  return Math.min(1, Math.max(p, Number.MIN_VALUE));
}

/**
 * The tails where the differences have no spread of their own, so that no standard error can be put under the mean.
 *
 * One topic shows nothing: both tails are 1. When all n differ from `center` by the same amount, what is left to go by is their common sign,
 * and under the null hypothesis n signs agree that way with probability 2^−n. (Dividing by the variance of 0 would give p = 0 at
 * two topics already.) When all equal `center`, both tails are 1.
 */
export function tailsWithoutSpread(paired: Differences, center: number): Tails {
  const topics = paired.values.length;
  const distance = paired.mean - center;
  if (topics === 1 || Math.abs(distance) <= paired.noise) return { upper: 1, lower: 1 };
  const agreement = 2 ** -topics;
  return distance > 0 ? { upper: agreement, lower: 1 } : { upper: 1, lower: agreement };
}
