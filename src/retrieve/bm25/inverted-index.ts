import type { Corpus, Document } from '../../collection/corpus.ts';
import { dataError, interruptedError } from '../../errors.ts';
import { NumberList } from '../../support/number-list.ts';
import { createTermTable, type TermTable } from '../../text/term-table.ts';
import type { IndexOptions } from '../retriever.ts';

/**
 * An inverted index in typed arrays: which documents hold a term, and how often. No score is in it, so that one index serves every
 * protocol and every k1 and b.
 */
export interface InvertedIndex {
  readonly documentIds: readonly string[];
  /** Term ids are places in `offsets`. */
  readonly terms: TermTable;
  /** Postings of term t: `offsets[t]` to `offsets[t + 1]`, exclusive. Length: terms + 1. */
  readonly offsets: Uint32Array;
  /** Document number per posting, rising within a term. */
  readonly documents: Int32Array;
  /** Term frequency per posting. */
  readonly frequencies: Int32Array;
  /** Tokens per document after analysis, repeats counted. */
  readonly lengths: Int32Array;
  /** Tokens in all. */
  readonly totalTokens: number;
  /** Documents with at least one token. */
  readonly nonEmptyDocuments: number;
}

/**
 * Analyses and inverts a corpus, batch by batch; texts are let go as soon as they are analysed.
 *
 * Peak memory is the postings (8 bytes each), once as a list by document and once as they stand in the index, plus ids and vocabulary.
 *
 * @throws `data` error for an empty corpus; `interrupted` when the signal aborts.
 */
export async function buildInvertedIndex(corpus: Corpus, options: IndexOptions): Promise<InvertedIndex> {
  const builder = createBuilder();
  const task = options.progress.start('indexing', { total: corpus.expectedDocuments, unit: 'documents' });
  try {
    for await (const batch of corpus.batches(options.signal)) {
      if (options.signal?.aborted) throw interruptedError();
      builder.add(batch);
      task.advance(batch.length);
    }
    return builder.finish();
  } finally {
    task.end();
  }
}

function createBuilder(): { add(batch: readonly Document[]): void; finish(): InvertedIndex } {
  const terms = createTermTable();
  const documentIds: string[] = [];
  const lengths = new NumberList();
  // Postings in document order. A document's own terms are told apart by `lastDocument`: the last document each term was seen in, and
  // `lastPosting`: where its frequency stands.
  const postingTerms = new NumberList();
  const postingFrequencies = new NumberList();
  let lastDocument = new Int32Array(1 << 16).fill(-1);
  let lastPosting = new Int32Array(1 << 16);
  let documentFrequencies = new Uint32Array(1 << 16);
  let totalTokens = 0;
  let nonEmptyDocuments = 0;

  const grow = (): void => {
    const size = Math.max(terms.size, lastDocument.length * 2);
    const documents = new Int32Array(size).fill(-1);
    documents.set(lastDocument);
    lastDocument = documents;
    const postings = new Int32Array(size);
    postings.set(lastPosting);
    lastPosting = postings;
    const frequencies = new Uint32Array(size);
    frequencies.set(documentFrequencies);
    documentFrequencies = frequencies;
  };

  return {
    add(batch) {
      for (const { id, text } of batch) {
        const document = documentIds.push(id) - 1;
        const { ids, length } = terms.analyze(text);
        if (terms.size > lastDocument.length) grow();
        for (let i = 0; i < length; i++) {
          const term = ids[i]!;
          if (lastDocument[term] === document) {
            postingFrequencies.increment(lastPosting[term]!);
          } else {
            lastDocument[term] = document;
            lastPosting[term] = postingTerms.length;
            documentFrequencies[term]!++;
            postingTerms.push(term);
            postingFrequencies.push(1);
          }
        }
        lengths.push(length);
        totalTokens += length;
        if (length > 0) nonEmptyDocuments++;
      }
    },

    finish() {
      if (documentIds.length === 0) throw dataError('The corpus holds no document, so there is nothing to search.');
      lastDocument = lastPosting = new Int32Array(0);
      const offsets = new Uint32Array(terms.size + 1);
      for (let term = 0; term < terms.size; term++) offsets[term + 1] = offsets[term]! + documentFrequencies[term]!;
      const documentLengths = new Int32Array(lengths.length);
      let filled = 0;
      for (const block of lengths.drain()) {
        documentLengths.set(block, filled);
        filled += block.length;
      }
      const postings = offsets[terms.size]!;
      const documents = new Int32Array(postings);
      const frequencies = new Int32Array(postings);
      scatter(postingTerms, postingFrequencies, documentLengths, offsets, documents, frequencies);
      return { documentIds, terms, offsets, documents, frequencies, lengths: documentLengths, totalTokens, nonEmptyDocuments };
    },
  };
}

/** Sorts postings from document order to term order; within a term the documents keep their order. Empties both lists. */
function scatter(
  postingTerms: NumberList,
  postingFrequencies: NumberList,
  lengths: Int32Array,
  offsets: Uint32Array,
  documents: Int32Array,
  frequencies: Int32Array,
): void {
  const next = offsets.slice();
  const frequencyBlocks = postingFrequencies.drain()[Symbol.iterator]();
  let document = -1;
  let tokensLeft = 0;
  for (const termBlock of postingTerms.drain()) {
    const frequencyBlock = frequencyBlocks.next().value as Int32Array;
    for (let i = 0; i < termBlock.length; i++) {
      while (tokensLeft === 0) tokensLeft = lengths[++document]!;
      const frequency = frequencyBlock[i]!;
      tokensLeft -= frequency;
      const slot = next[termBlock[i]!]!++;
      documents[slot] = document;
      frequencies[slot] = frequency;
    }
  }
}
