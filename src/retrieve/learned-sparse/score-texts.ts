import type { ImpactIndex } from './impact-index.ts';
import type { WeightedTerms } from './impacts.ts';

/**
 * Adds up, for every text of an index, the products of the query's weights and its own, term by term from the lowest on, in float64. A text that shares no
 * term with the query is left at 0; every other one is above.
 *
 * @param sums as many as the index has texts; overwritten.
 */
export function scoreTexts({ terms, weights }: WeightedTerms, index: ImpactIndex, sums: Float64Array): void {
  sums.fill(0);
  const { offsets, texts, weights: impacts } = index;
  for (let at = 0; at < terms.length; at++) {
    const [term, weight] = [terms[at]!, weights[at]!];
    if (term + 1 >= offsets.length) break;
    const end = offsets[term + 1]!;
    for (let posting = offsets[term]!; posting < end; posting++) sums[texts[posting]!]! += weight * impacts[posting]!;
  }
}
