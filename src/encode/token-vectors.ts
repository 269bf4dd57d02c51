import type { TokenPlaces } from './pooling.ts';

/** The vectors of texts' tokens, text by text. */
export interface TokenVectors {
  /** Row-major, as wide as what the model gives. */
  readonly rows: Float32Array;
  /** Rows of each text. */
  readonly counts: Uint32Array;
}

/**
 * Takes the vectors of tokens out of a batch, without its padding.
 *
 * @param hidden texts × columns × width, row-major.
 * @param ids the texts' tokens, one text after another.
 * @param leftOut ids of tokens that get no vector: ColBERT's punctuation.
 */
export function tokenVectors(
  hidden: Float32Array,
  width: number,
  { starts, lengths, columns }: TokenPlaces,
  ids: Int32Array,
  leftOut: readonly number[] = [],
): TokenVectors {
  const without = new Set(leftOut);
  const kept = without.size === 0 ? ids.length : ids.reduce((sum, id) => sum + (without.has(id) ? 0 : 1), 0);
  const rows = new Float32Array(kept * width);
  const counts = new Uint32Array(lengths.length);
  let at = 0;
  let row = 0;
  for (let text = 0; text < lengths.length; text++) {
    const first = text * columns + starts[text]!;
    for (let token = 0; token < lengths[text]!; token++, at++) {
      if (without.has(ids[at]!)) continue;
      rows.set(hidden.subarray((first + token) * width, (first + token + 1) * width), row++ * width);
      counts[text]!++;
    }
  }
  return { rows, counts };
}
