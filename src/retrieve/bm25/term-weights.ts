import type { InvertedIndex } from './inverted-index.ts';
import type { Bm25Protocol } from './protocol.ts';
import { byteToLength, lengthToByte } from './small-float.ts';

/**
 * BM25 under one protocol over an inverted index: how documents and query terms are weighed. `parts` holds, for every posting, the part of
 * the score that no query changes:
 *
 * - `gensim`: the document's whole weight for the term, idf · tf / (tf + k1 · (1 − b + b · len / avgdl)), computed in float64 and kept in
 *   float32 (gensim's `LuceneBM25Model.get_term_weights` put into a float32 `SparseMatrixSimilarity`);
 * - `lucene`: 1 + tf / (k1 · (1 − b + b · len / avgdl)), every step in float32 (`BM25Similarity.BM25Scorer.score`).
 */
export interface TermWeights {
  readonly index: InvertedIndex;
  readonly protocol: Bm25Protocol;
  /** Length: postings of the index. */
  readonly parts: Float32Array;
  /** N in idf. */
  readonly documentCount: number;
  /** Average document length in tokens, in the protocol's precision. */
  readonly averageLength: number;
}

const { fround } = Math;

/** Computes `parts` for all postings: one pass, 4 bytes a posting. */
export function weighTerms(index: InvertedIndex, protocol: Bm25Protocol): TermWeights {
  const documentCount = protocol.countEmptyDocuments ? index.documentIds.length : index.nonEmptyDocuments;
  const exactAverage = documentCount === 0 ? 0 : index.totalTokens / documentCount;
  const averageLength = protocol.arithmetic === 'lucene' ? fround(exactAverage) : exactAverage;
  const parts =
    protocol.arithmetic === 'lucene'
      ? luceneParts(index, protocol, averageLength)
      : gensimParts(index, protocol, averageLength, documentCount);
  return { index, protocol, parts, documentCount, averageLength };
}

function gensimParts(index: InvertedIndex, protocol: Bm25Protocol, averageLength: number, documentCount: number): Float32Array {
  const { offsets, documents, frequencies } = index;
  const { k1, b } = protocol;
  const lengths =
    protocol.documentLength === 'norm-byte' ? index.lengths.map((length) => byteToLength(lengthToByte(length))) : index.lengths;
  const saturations = Float64Array.from(lengths, (length) => k1 * (1 - b + (b * length) / averageLength));
  const parts = new Float32Array(documents.length);
  for (let term = 0; term + 1 < offsets.length; term++) {
    const end = offsets[term + 1]!;
    const idf = gensimIdf(documentCount, end - offsets[term]!);
    for (let p = offsets[term]!; p < end; p++) {
      const frequency = frequencies[p]!;
      parts[p] = idf * (frequency / (frequency + saturations[documents[p]!]!));
    }
  }
  return parts;
}

function luceneParts(index: InvertedIndex, protocol: Bm25Protocol, averageLength: number): Float32Array {
  const { documents, frequencies } = index;
  const k1 = fround(protocol.k1);
  const b = fround(protocol.b);
  const saturation = (length: number): number =>
    fround(1 / fround(k1 * fround(fround(1 - b) + fround(fround(b * fround(length)) / averageLength))));
  const exact = protocol.documentLength === 'exact';
  const byByte = Float32Array.from({ length: 256 }, (_, byte) => saturation(byteToLength(byte)));
  const byDocument = new Float32Array(index.lengths.length);
  for (let document = 0; document < byDocument.length; document++) {
    const length = index.lengths[document]!;
    byDocument[document] = exact ? saturation(length) : byByte[lengthToByte(length)]!;
  }
  const parts = new Float32Array(documents.length);
  for (let p = 0; p < parts.length; p++) parts[p] = 1 + fround(frequencies[p]! * byDocument[documents[p]!]!);
  return parts;
}

/** gensim's `LuceneBM25Model.precompute_idfs`, float64. */
export function gensimIdf(documentCount: number, documentFrequency: number): number {
  return Math.log(documentCount + 1) - Math.log(documentFrequency + 0.5);
}

/** Lucene's `BM25Similarity.idf`, float32. */
export function luceneIdf(documentCount: number, documentFrequency: number): number {
  return fround(Math.log(1 + (documentCount - documentFrequency + 0.5) / (documentFrequency + 0.5)));
}
