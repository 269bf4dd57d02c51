import type { InvertedIndex } from './inverted-index.ts';
import { documentFrequency, type QueryTerm, weighQuery } from './query-terms.ts';
import { byteToLength, lengthToByte } from './small-float.ts';
import { gensimIdf, luceneIdf, type TermWeights } from './term-weights.ts';

/** What one term of the query adds to a document's score. */
export interface TermContribution {
  /** As it stands after analysis: `wave` for "Waves". */
  readonly term: string;
  /** Weight of the query's side, as the protocol computes it. */
  readonly queryWeight: number;
  /** How often the document holds it; 0 where it doesn't. */
  readonly tf: number;
  /** Documents of the corpus that hold it. */
  readonly df: number;
  readonly idf: number;
  /** Added to the score; 0 where the document doesn't hold the term. */
  readonly contribution: number;
}

/** A document's BM25 score, taken apart. */
export interface Bm25Explanation {
  readonly document: string;
  /** To the last bit what a search gives; the contributions add up to it but for rounding in float32. */
  readonly score: number;
  /** Tokens of the document as the protocol counts them: Lucene's one-byte norm loses some of them. */
  readonly documentLength: number;
  readonly averageLength: number;
  /** N in idf. */
  readonly documentCount: number;
  readonly k1: number;
  readonly b: number;
  /** The query's terms that occur in the corpus, greatest contribution first. */
  readonly terms: readonly TermContribution[];
}

/**
 * Why a document scores what it does for a query, term by term, in the protocol's own arithmetic. Costs a binary search per term.
 *
 * @param document its number in corpus order.
 */
export function explain(query: string, document: number, weights: TermWeights): Bm25Explanation {
  const { index, protocol, averageLength, documentCount } = weights;
  const terms = weighQuery(query, weights).map((term) => contributionOf(term, document, weights));
  const length = index.lengths[document]!;
  return {
    document: index.documentIds[document]!,
    score: addUp(terms, weights),
    documentLength: protocol.documentLength === 'norm-byte' ? byteToLength(lengthToByte(length)) : length,
    averageLength,
    documentCount,
    k1: protocol.k1,
    b: protocol.b,
    terms: terms.sort((a, b) => b.contribution - a.contribution),
  };
}

function contributionOf({ term, weight }: QueryTerm, document: number, weights: TermWeights): TermContribution {
  const { index, protocol, parts, documentCount } = weights;
  const df = documentFrequency(index, term);
  const idf = protocol.arithmetic === 'lucene' ? luceneIdf(documentCount, df) : gensimIdf(documentCount, df);
  const shared = { term: index.terms.term(term), queryWeight: weight, df, idf };
  const posting = findPosting(index, term, document);
  if (posting === undefined) return { ...shared, tf: 0, contribution: 0 };
  const part = parts[posting]!;
  const contribution = protocol.arithmetic === 'lucene' ? Math.fround(weight - Math.fround(weight / part)) : Math.fround(part * weight);
  return { ...shared, tf: index.frequencies[posting]!, contribution };
}

/** The order of the terms and the precision of the sum are those of `scoreDocuments`. */
function addUp(terms: readonly TermContribution[], { protocol }: TermWeights): number {
  let sum = 0;
  for (const { contribution } of terms) sum = protocol.arithmetic === 'lucene' ? sum + contribution : Math.fround(sum + contribution);
  return Math.fround(sum);
}

/** Where a document stands among a term's postings, which rise by document. */
function findPosting({ offsets, documents }: InvertedIndex, term: number, document: number): number | undefined {
  let low = offsets[term]!;
  let high = offsets[term + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (documents[middle]! < document) low = middle + 1;
    else high = middle;
  }
  return low < offsets[term + 1]! && documents[low] === document ? low : undefined;
}
