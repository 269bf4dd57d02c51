import type { RaggedStore } from '../../encode/ragged-store.ts';
import { widenFloat16 } from '../../support/float16.ts';

/** The vectors of texts' tokens, as a store keeps them. */
export interface TokenRows {
  readonly dimension: number;
  /** Vectors of text i: numbers `offsets[i]` to `offsets[i + 1]`, exclusive. */
  readonly offsets: Float64Array;
  /** Reads the vectors of `count` texts from `first` on into `target`, row-major. */
  read(first: number, count: number, target: Float32Array, signal: AbortSignal | undefined): Promise<void>;
}

/** @param rows of the store, rising, one at least. */
export function tokenRows(store: RaggedStore, rows: Uint32Array): TokenRows {
  const dimension = store.widths![0]!;
  const offsets = new Float64Array(rows.length + 1);
  for (let at = 0; at < rows.length; at++) offsets[at + 1] = offsets[at]! + store.count(rows[at]!);
  return {
    dimension,
    offsets,
    async read(first, count, target, signal) {
      const some = rows.subarray(first, first + count);
      if (store.layout[0]!.type === 'float32') return store.read(some, [target], signal);
      const halves = new Uint16Array(target.length);
      await store.read(some, [halves], signal);
      widenFloat16(halves, target);
    },
  };
}
