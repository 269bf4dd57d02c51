import type { Normalisation } from '../normalisation.ts';
import { sum } from '../sum.ts';
import { unitRange } from '../unit-range.ts';

/** All scores equal, or a single document: equal shares, which sum to 1 as well (ranx gives 0). */
export const sumToOne: Normalisation = {
  name: 'sum',
  summary: 'The lowest score of the topic becomes 0, and all of them sum to 1.',
  source: 'M. Montague and J. A. Aslam, "Relevance score normalization for metasearch", CIKM 2001',
  reads: 'scores',
  normalise(scores) {
    const shares = unitRange(scores) ?? scores.map(() => 1);
    const whole = sum(shares);
    return shares.map((share) => share / whole);
  },
};
