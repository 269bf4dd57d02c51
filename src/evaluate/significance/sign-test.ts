import type { Alternative } from './alternative.ts';
import { type Differences, differences } from './differences.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { pValue } from './p-value.ts';
import type { TestResult } from './test-result.ts';
import { type WinLossOptions, winLossOfDifferences } from './win-loss.ts';

export interface SignTestOptions extends WinLossOptions {
  /** Default `two-sided`. */
  readonly alternative?: Alternative | undefined;
}

/**
 * The exact sign test: is system a better on as many topics as it is worse? Ties are left out. Always exact, at any number of topics.
 *
 * `statistic` is the number of wins. The tails are binomial: P(X ≥ k) = I½(k, n − k + 1) (DLMF 8.17.5); equal to
 * scipy.stats.binomtest(wins, wins + losses). Only ties give p = 1; one topic that isn't tied gives 1 two-sided and ½ on the side of its sign.
 *
 * @throws see `differences`; `usage` error for a negative tolerance.
 */
export function signTest(a: Float64Array, b: Float64Array, options: SignTestOptions = {}): TestResult {
  return signTestOfDifferences(differences(a, b), options);
}

/** The same test on differences that are already paired. */
export function signTestOfDifferences(paired: Differences, options: SignTestOptions = {}): TestResult {
  const { alternative = 'two-sided' } = options;
  const { wins, losses } = winLossOfDifferences(paired, options);
  const tails = { upper: headsAtLeast(wins, wins + losses), lower: headsAtLeast(losses, wins + losses) };
  return { statistic: wins, p: pValue(tails, alternative), method: 'exact', samples: null, degeneracy: paired.degeneracy };
}

/** The probability of at least `count` heads in `tosses` of a fair coin. */
function headsAtLeast(count: number, tosses: number): number {
  if (count === 0) return 1;
  if (tosses > 50) return incompleteBeta(0.5, count, tosses - count + 1);
  // Up to 50 tosses every binomial coefficient and every sum of them is a whole number that is kept exactly.
  let ways = 1;
  let total = 0;
  for (let heads = tosses; heads >= count; heads--) {
    total += ways;
    ways = (ways * heads) / (tosses - heads + 1);
  }
  return total / 2 ** tosses;
}
