import type { Corpus, Document } from '../../collection/corpus.ts';
import { dataError, interruptedError } from '../../errors.ts';
import { NumberList } from '../../support/number-list.ts';
import { VarintList } from '../../support/varint-list.ts';
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
  /** Term frequency per posting, in the narrowest numbers that hold the highest. */
  readonly frequencies: Uint8Array | Uint16Array | Int32Array;
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
 * Peak memory is the postings, once as a list by document (packed, less than 3 bytes each) and once as they stand in the index (5 or 6), plus ids and
 * vocabulary.
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
  /** In document order, for each different term: twice its id, and 1 more where it occurs more than once; then follows how much more than twice. */
  const postings = new VarintList();
  /** Two numbers a term: the document that it was last seen in, counted from 1, and how often there. */
  let seen = new Int32Array(2 << 16);
  let documentFrequencies = new Uint32Array(1 << 16);
  /** The document's own terms, each once. */
  let own = new Int32Array(1 << 10);
  let highest = 1;
  let totalTokens = 0;
  let nonEmptyDocuments = 0;

  const grow = (): void => {
    const size = Math.max(terms.size, 2 * documentFrequencies.length);
    const larger = new Int32Array(2 * size);
    larger.set(seen);
    seen = larger;
    const frequencies = new Uint32Array(size);
    frequencies.set(documentFrequencies);
    documentFrequencies = frequencies;
  };

  return {
    add(batch) {
      for (const { id, text } of batch) {
        const document = documentIds.push(id);
        const { ids, length } = terms.analyze(text);
        if (terms.size > documentFrequencies.length) grow();
        if (length > own.length) own = new Int32Array(2 * length);
        const known = seen;
        const different = own;
        let count = 0;
        for (let i = 0; i < length; i++) {
          const term = ids[i]!;
          const entry = 2 * term;
          if (known[entry] === document) known[entry + 1]!++;
          else {
            known[entry] = document;
            known[entry + 1] = 1;
            documentFrequencies[term]!++;
            different[count++] = term;
          }
        }
        for (let i = 0; i < count; i++) {
          const term = different[i]!;
          const frequency = known[2 * term + 1]!;
          if (frequency === 1) postings.push(2 * term);
          else {
            postings.push(2 * term + 1);
            postings.push(frequency - 2);
            if (frequency > highest) highest = frequency;
          }
        }
        lengths.push(length);
        totalTokens += length;
        if (length > 0) nonEmptyDocuments++;
      }
    },

    finish() {
      if (documentIds.length === 0) throw dataError('The corpus holds no document, so there is nothing to search.');
      const offsets = new Uint32Array(terms.size + 1);
      for (let term = 0; term < terms.size; term++) offsets[term + 1] = offsets[term]! + documentFrequencies[term]!;
      seen = own = new Int32Array(0);
      const documentLengths = new Int32Array(lengths.length);
      let filled = 0;
      for (const block of lengths.drain()) {
        documentLengths.set(block, filled);
        filled += block.length;
      }
      const count = offsets[terms.size]!;
      const documents = new Int32Array(count);
      const frequencies = highest < 1 << 8 ? new Uint8Array(count) : highest < 1 << 16 ? new Uint16Array(count) : new Int32Array(count);
      scatter(postings, documentLengths, offsets, documents, frequencies);
      return { documentIds, terms, offsets, documents, frequencies, lengths: documentLengths, totalTokens, nonEmptyDocuments };
    },
  };
}

/** Sorts postings from document order to term order; within a term the documents keep their order. Empties the list. */
function scatter(
  postings: VarintList,
  lengths: Int32Array,
  offsets: Uint32Array,
  documents: Int32Array,
  frequencies: InvertedIndex['frequencies'],
): void {
  const next = offsets.slice();
  let document = -1;
  let tokensLeft = 0;
  /** Of a posting whose frequency is yet to come; it may stand at the front of the next block. */
  let pending = -1;
  for (const block of postings.drain()) {
    for (let at = 0; at < block.length; ) {
      let value = block[at]! & 0x7f;
      for (let shift = 7; block[at++]! > 0x7f; shift += 7) value |= (block[at]! & 0x7f) << shift;
      value >>>= 0;
      if (pending < 0 && (value & 1) === 1) {
        pending = value >>> 1;
        continue;
      }
      const term = pending < 0 ? value >>> 1 : pending;
      const frequency = pending < 0 ? 1 : value + 2;
      pending = -1;
      while (tokensLeft === 0) tokensLeft = lengths[++document]!;
      tokensLeft -= frequency;
      const slot = next[term]!++;
      documents[slot] = document;
      frequencies[slot] = frequency;
    }
  }
}
