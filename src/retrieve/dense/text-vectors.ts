import { keyLength } from '../../encode/text-keys.ts';
import type { VectorStore } from '../../encode/vector-store.ts';
import { widenFloat16 } from '../../support/float16.ts';
import type { VectorSet } from './vector-set.ts';

/**
 * The vectors of a list of texts, in the order in which their store keeps them, each once: equal texts share one. The texts of vector v are numbers
 * `texts[starts[v]]` to `texts[starts[v + 1] - 1]` of the list, rising. Ties go to the text that comes first.
 */
export interface TextVectors extends VectorSet {
  /** The row of each vector in the store, rising. */
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
  readonly texts: Uint32Array;
}

/**
 * Finds the vectors of texts in a store that has all of them.
 *
 * @param keys four numbers a text (see `textKeys`).
 */
export function textVectors(store: VectorStore, keys: Uint32Array): TextVectors {
  const count = keys.length / keyLength;
  const rowOf = Uint32Array.from({ length: count }, (_, text) => store.find(keys, text)!);

  // A counting sort of the texts by row.
  const place = new Uint32Array(store.rows + 1);
  for (const row of rowOf) place[row + 1]!++;
  const rows = Uint32Array.from(distinctRows(place));
  const starts = new Uint32Array(rows.length + 1);
  for (let vector = 0; vector < rows.length; vector++) starts[vector + 1] = starts[vector]! + place[rows[vector]! + 1]!;
  for (let row = 0; row < store.rows; row++) place[row + 1]! += place[row]!;
  const texts = new Uint32Array(count);
  for (let text = 0; text < count; text++) texts[place[rowOf[text]!]!++] = text;

  return {
    count: rows.length,
    dimension: store.dimension!,
    norms: Float64Array.from(rows, (row) => store.norm(row)),
    tieOrder: Uint32Array.from(rows, (_, vector) => texts[starts[vector]!]!),
    read: (first, length, target, signal) => readWide(store, rows.subarray(first, first + length), target, signal),
    rows,
    starts,
    texts,
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

/** Rows that some text has; `place[row + 1]` says how many. */
function* distinctRows(place: Uint32Array): Generator<number, void> {
  for (let row = 0; row + 1 < place.length; row++) if (place[row + 1]! > 0) yield row;
}

/** A vector for each text, in the order of the texts. */
export interface TextMatrix {
  /** Texts × dimension, row-major. */
  readonly vectors: Float32Array;
  /** Euclidean norms. */
  readonly norms: Float64Array;
}

/** Reads all vectors, for texts so few that they fit into memory. */
export async function readTextMatrix(set: TextVectors, signal: AbortSignal | undefined): Promise<TextMatrix> {
  const { count, dimension, starts, texts } = set;
  const stored = new Float32Array(count * dimension);
  await set.read(0, count, stored, signal);
  const vectors = new Float32Array(texts.length * dimension);
  const norms = new Float64Array(texts.length);
  for (let vector = 0; vector < count; vector++) {
    for (const text of texts.subarray(starts[vector], starts[vector + 1])) {
      vectors.set(stored.subarray(vector * dimension, (vector + 1) * dimension), text * dimension);
      norms[text] = set.norms[vector]!;
    }
  }
  return { vectors, norms };
}
