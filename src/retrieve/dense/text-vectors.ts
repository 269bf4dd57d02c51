import type { VectorStore } from '../../encode/vector-store.ts';
import { widenFloat16 } from '../../support/float16.ts';
import { type TextRows, textRows } from '../text-rows.ts';
import type { VectorSet } from './vector-set.ts';

/** The vectors of a list of texts, in the order in which their store keeps them, each once: equal texts share one. */
export interface TextVectors extends VectorSet, TextRows {}

/**
 * Finds the vectors of texts in a store that has all of them.
 *
 * @param keys four numbers a text (see `textKeys`).
 */
export function textVectors(store: VectorStore, keys: Uint32Array): TextVectors {
  const found = textRows(store, keys);
  const { rows } = found;
  return {
    ...found,
    count: rows.length,
    dimension: store.dimension!,
    norms: Float64Array.from(rows, (row) => store.norm(row)),
    read: (first, length, target, signal) => readWide(store, rows.subarray(first, first + length), target, signal),
  };
}

/** Rows of half precision that are read before they are widened. */
const HALVES = 1 << 20;

async function readWide(store: VectorStore, rows: Uint32Array, target: Float32Array, signal: AbortSignal | undefined): Promise<void> {
  if (store.type === 'float32') return store.read(rows, target, { signal });
  const dimension = store.dimension!;
  const lot = Math.ceil(HALVES / dimension);
  const halves = new Uint16Array(lot * dimension);
  for (let from = 0; from < rows.length; from += lot) {
    const some = rows.subarray(from, from + lot);
    await store.read(some, halves, { signal });
    widenFloat16(halves.subarray(0, some.length * dimension), target.subarray(from * dimension));
  }
}

/** Reads all vectors, for texts so few that they fit into memory: vectors × dimension, row-major. */
export async function readTextVectors(set: TextVectors, signal: AbortSignal | undefined): Promise<Float32Array> {
  const vectors = new Float32Array(set.count * set.dimension);
  await set.read(0, set.count, vectors, signal);
  return vectors;
}
