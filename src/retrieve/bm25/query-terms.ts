import { compareUtf8 } from '../../support/compare-utf8.ts';
import type { InvertedIndex } from './inverted-index.ts';
import { gensimIdf, luceneIdf, type TermWeights } from './term-weights.ts';

/** A query's terms that occur in the corpus, in the order in which their scores are added up, each with its weight (a float32 value). */
export interface QueryTerm {
  readonly term: number;
  readonly weight: number;
}

const { fround } = Math;

/**
 * Analyses and weighs a query.
 *
 * The order decides the last bits of sums in float32. For `gensim` it is the order of gensim's term ids: `Dictionary` numbers new terms
 * document by document, sorted by code point within a document; so terms come by the first document that holds them, then by code point.
 * For `lucene`, whose sums are float64, it is the order of first occurrence in the query.
 */
export function weighQuery(text: string, weights: TermWeights): readonly QueryTerm[] {
  const { index, protocol } = weights;
  const { ids, length: allTokens } = index.terms.lookup(text);
  const frequencies = new Map<number, number>();
  let knownTokens = 0;
  for (let i = 0; i < allTokens; i++) {
    const term = ids[i]!;
    if (term < 0) continue;
    knownTokens++;
    frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  const queryLength = protocol.queryLength === 'known-tokens' ? knownTokens : allTokens;
  const weigh = protocol.arithmetic === 'lucene' ? luceneWeight : gensimWeight;
  const terms = [...frequencies].map(([term, frequency]) => ({
    term,
    weight: weigh(frequency, queryLength, documentFrequency(index, term), weights),
  }));
  return protocol.arithmetic === 'gensim' ? inGensimOrder(terms, index) : terms;
}

/** Number of documents that hold the term. */
export function documentFrequency(index: InvertedIndex, term: number): number {
  return index.offsets[term + 1]! - index.offsets[term]!;
}

/** The weight of the query's side in `parts · weight`: float64, kept in float32. */
function gensimWeight(frequency: number, queryLength: number, df: number, { protocol, documentCount, averageLength }: TermWeights): number {
  if (protocol.queryWeight === 'frequency') return frequency;
  const { k1, b } = protocol;
  return fround(gensimIdf(documentCount, df) * (frequency / (frequency + k1 * (1 - b + (b * queryLength) / averageLength))));
}

/**
 * Lucene's `boost · idf`, where the boost is the term's frequency in the query, or, as Anserini's query-side BM25 has it, the document
 * formula applied to the query, every step in float32.
 */
function luceneWeight(frequency: number, queryLength: number, df: number, { protocol, documentCount, averageLength }: TermWeights): number {
  const idf = luceneIdf(documentCount, df);
  if (protocol.queryWeight === 'frequency') return fround(frequency * idf);
  const k1 = fround(protocol.k1);
  const b = fround(protocol.b);
  const saturation = fround(k1 * fround(fround(1 - b) + fround(b * fround(queryLength / averageLength))));
  const boost = fround(idf * fround(frequency / fround(frequency + saturation)));
  return fround(boost * idf);
}

function inGensimOrder(terms: readonly QueryTerm[], { documents, offsets, terms: table }: InvertedIndex): readonly QueryTerm[] {
  const firstDocument = (term: number): number => documents[offsets[term]!]!;
  return terms.toSorted((a, b) => firstDocument(a.term) - firstDocument(b.term) || compareUtf8(table.term(a.term), table.term(b.term)));
}
