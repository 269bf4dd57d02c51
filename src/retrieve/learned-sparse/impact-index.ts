import type { RaggedStore } from '../../encode/ragged-store.ts';
import { interruptedError } from '../../errors.ts';
import type { IndexOptions } from '../retriever.ts';
import { type ShapeOptions, shapeTerms, type WeightedTerms } from './impacts.ts';

/** An inverted index of weighted terms in typed arrays. */
export interface ImpactIndex {
  /** Texts that it holds. */
  readonly count: number;
  /** Postings of term t: `offsets[t]` to `offsets[t + 1]`, exclusive. Terms beyond have none. */
  readonly offsets: Uint32Array;
  /** Number of the text per posting, rising within a term. */
  readonly texts: Uint32Array;
  /** Weight per posting, above 0. */
  readonly weights: Float32Array;
  /** Texts with at least one term. */
  readonly nonEmpty: number;
}

/** Texts whose terms are read from the store at a time. */
const LOT = 1 << 12;

/**
 * Inverts the terms of texts that a store holds. They are read twice, once to count and once to place them, so that memory holds little but the index:
 * 8 bytes a posting.
 *
 * @param rows of the store, rising.
 */
export async function buildImpactIndex(
  store: RaggedStore,
  rows: Uint32Array,
  shape: ShapeOptions,
  { progress, signal }: IndexOptions,
): Promise<ImpactIndex> {
  const task = progress.start('indexing', { total: 2 * rows.length, unit: 'documents' });
  try {
    let counts = new Uint32Array(1 << 15);
    let [postings, nonEmpty] = [0, 0];
    for await (const { terms } of readTerms(store, rows, shape, signal)) {
      const last = terms.at(-1) ?? 0;
      if (last >= counts.length) counts = grown(counts, last);
      for (const term of terms) counts[term]!++;
      postings += terms.length;
      if (terms.length > 0) nonEmpty++;
      task.advance(1);
    }
    const offsets = new Uint32Array(counts.length + 1);
    for (let term = 0; term < counts.length; term++) offsets[term + 1] = offsets[term]! + counts[term]!;
    const next = offsets.slice();
    const [texts, weights] = [new Uint32Array(postings), new Float32Array(postings)];
    let text = 0;
    for await (const own of readTerms(store, rows, shape, signal)) {
      for (let at = 0; at < own.terms.length; at++) {
        const place = next[own.terms[at]!]!++;
        texts[place] = text;
        weights[place] = own.weights[at]!;
      }
      text++;
      task.advance(1);
    }
    return { count: rows.length, offsets, texts, weights, nonEmpty };
  } finally {
    task.end();
  }
}

/** The terms of each row, in the rows' order. */
export async function* readTerms(
  store: RaggedStore,
  rows: Uint32Array,
  shape: ShapeOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<WeightedTerms> {
  const plain = shape.quantise === undefined && shape.without.size === 0 && shape.most === undefined;
  for (let from = 0; from < rows.length; from += LOT) {
    if (signal?.aborted) throw interruptedError();
    const lot = rows.subarray(from, from + LOT);
    const counts = Uint32Array.from(lot, (row) => store.count(row));
    const total = counts.reduce((sum, count) => sum + count, 0);
    const [terms, weights] = [new Uint32Array(total), new Float32Array(total)];
    await store.read(lot, [terms, weights], signal);
    let at = 0;
    for (const count of counts) {
      const own = { terms: terms.subarray(at, at + count), weights: weights.subarray(at, at + count) };
      yield plain ? own : shapeTerms(own, shape);
      at += count;
    }
  }
}

function grown(counts: Uint32Array<ArrayBuffer>, last: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(2 * counts.length, last + 1));
  larger.set(counts);
  return larger;
}
