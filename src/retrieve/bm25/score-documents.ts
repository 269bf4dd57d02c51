import type { QueryTerm } from './query-terms.ts';
import type { TermWeights } from './term-weights.ts';

/** Arrays that are reused from query to query; each as long as the corpus. */
export interface Accumulators {
  readonly scores: Float32Array;
  /** Only for Lucene's arithmetic, which sums in float64. */
  readonly sums: Float64Array;
}

export function createAccumulators({ index, protocol }: TermWeights): Accumulators {
  const documents = index.documentIds.length;
  return { scores: new Float32Array(documents), sums: new Float64Array(protocol.arithmetic === 'lucene' ? documents : 0) };
}

/**
 * Scores every document for a query, term at a time, into `accumulators.scores`; -Infinity marks a document that is no answer
 * (one without a query term, where the protocol doesn't fill rankings with such).
 */
export function scoreDocuments(terms: readonly QueryTerm[], weights: TermWeights, accumulators: Accumulators): Float32Array {
  const { scores, sums } = accumulators;
  // Every matching document scores above 0, since both idfs are positive: 0 means no query term.
  const unmatched = weights.protocol.fillWithUnmatched ? 0 : Number.NEGATIVE_INFINITY;
  if (weights.protocol.arithmetic === 'lucene') {
    sums.fill(0);
    for (const { term, weight } of terms) addLucene(term, weight, weights, sums);
    for (let i = 0; i < scores.length; i++) scores[i] = sums[i] === 0 ? unmatched : sums[i]!;
  } else {
    scores.fill(0);
    for (const { term, weight } of terms) addGensim(term, weight, weights, scores);
    if (unmatched !== 0) for (let i = 0; i < scores.length; i++) if (scores[i] === 0) scores[i] = unmatched;
  }
  return scores;
}

/** A row of scipy's sparse product in float32: each product is rounded, each sum is rounded. */
function addGensim(term: number, weight: number, { index, parts }: TermWeights, scores: Float32Array): void {
  const { documents, offsets } = index;
  const end = offsets[term + 1]!;
  for (let p = offsets[term]!; p < end; p++) scores[documents[p]!]! += Math.fround(parts[p]! * weight);
}

/** `BM25Scorer.score`: w − w / (1 + tf · normInverse), in float32; `BooleanScorer` adds term scores up in float64. */
function addLucene(term: number, weight: number, { index, parts }: TermWeights, sums: Float64Array): void {
  const { documents, offsets } = index;
  const end = offsets[term + 1]!;
  for (let p = offsets[term]!; p < end; p++) sums[documents[p]!]! += Math.fround(weight - Math.fround(weight / parts[p]!));
}
