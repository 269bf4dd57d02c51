import type { Alternative } from './alternative.ts';
import { type Differences, differences } from './differences.ts';
import { normalCdf } from './normal-cdf.ts';
import { pValue, type Tails } from './p-value.ts';
import { rankSumsExact } from './rank-sums-exact.ts';
import { type SignedRanks, signedRanks, type ZeroRule } from './signed-ranks.ts';
import type { TestResult } from './test-result.ts';

export interface WilcoxonOptions {
  /** Default `two-sided`. */
  readonly alternative?: Alternative | undefined;
  /** What becomes of zero differences. Default `wilcoxon`. */
  readonly zeros?: ZeroRule | undefined;
  /** Default `auto`: exact up to 200 non-zero differences, then normal. */
  readonly method?: 'auto' | 'exact' | 'normal' | undefined;
}

/** Beyond this the normal p is within 0.0012 of the exact one, and the cost of the exact one grows with the cube of the differences. */
const exactLimit = 200;

/**
 * Wilcoxon's signed-rank test: do the ranks of |a − b| add up to as much where a is better as where b is?
 *
 * `statistic` is the sum of the ranks where a is better, or for a two-sided test the smaller of the two sums, as in scipy.stats.wilcoxon.
 * `exact` counts all sign choices over the ranks as they are, with ties and dropped zeros: equal to scipy's method='exact' without ties, and
 * to its PermutationMethod over all arrangements with them. `normal` is scipy's method='asymptotic', correction=False: with the
 * variance lowered for ties, and for zeros under Pratt's rule (Cureton 1967).
 * Identical scores give p = 1; one topic gives 1 two-sided and ½ on the side of its sign; n equal differences give 2^(1−n) when exact.
 *
 * Sources: Wilcoxon 1945; Pratt 1959. The test asks about symmetry of ranks, not about the mean that is reported: a small p may go with a
 * mean difference of 0.
 *
 * @throws see `differences`.
 */
export function wilcoxonTest(a: Float64Array, b: Float64Array, options: WilcoxonOptions = {}): TestResult {
  return wilcoxonTestOfDifferences(differences(a, b), options);
}

/** The same test on differences that are already paired. */
export function wilcoxonTestOfDifferences(paired: Differences, options: WilcoxonOptions = {}): TestResult {
  const { alternative = 'two-sided', zeros = 'wilcoxon', method = 'auto' } = options;
  const ranks = signedRanks(paired, zeros);
  let plus = 0;
  let minus = 0;
  for (const rank of ranks.doubled) {
    if (rank > 0) plus += rank;
    else minus -= rank;
  }
  const exact = method === 'exact' || (method === 'auto' && ranks.doubled.length <= exactLimit);
  const tails = exact ? rankSumsExact(ranks.doubled.map(Math.abs), plus) : normalTails(ranks, plus / 2);
  return {
    statistic: (alternative === 'two-sided' ? Math.min(plus, minus) : plus) / 2,
    p: pValue(tails, alternative),
    method: exact ? 'exact' : 'normal',
    samples: null,
    degeneracy: paired.degeneracy,
  };
}

function normalTails({ doubled, tieSum, rankedZeros }: SignedRanks, plus: number): Tails {
  if (doubled.length === 0) return { upper: 1, lower: 1 };
  const ranked = doubled.length + rankedZeros;
  const mean = (ranked * (ranked + 1) - rankedZeros * (rankedZeros + 1)) / 4;
  const squares = ranked * (ranked + 1) * (2 * ranked + 1) - rankedZeros * (rankedZeros + 1) * (2 * rankedZeros + 1);
  const z = (plus - mean) / Math.sqrt((squares - tieSum / 2) / 24);
  return { upper: normalCdf(-z), lower: normalCdf(z) };
}
