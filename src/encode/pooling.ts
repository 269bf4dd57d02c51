/** How the vectors of a text's tokens become the text's: its first token's, their mean, or its last token's; `none` where the model has pooled already. */
export type Pooling = 'cls' | 'mean' | 'last' | 'none';

export const poolings: readonly Pooling[] = ['cls', 'mean', 'last', 'none'];

/** Where the tokens of a batch's texts lie in what a model gives: text i has `lengths[i]` tokens, from column `starts[i]` of row i on. */
export interface TokenPlaces {
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  /** Columns of a row, padding included. */
  readonly columns: number;
}

/**
 * One vector a text from one a token, padding left out.
 *
 * The mean is summed in float64 and rounded once: PyTorch sums in float32, which differs from it by at most 1e-6 of the largest component.
 *
 * @param hidden texts × columns × width, row-major.
 * @param skip leading tokens of each text that don't count for the mean: those of a prompt that the model leaves out. A text that has no others is
 * pooled whole.
 * @returns texts × width, row-major.
 */
export function pool(
  hidden: Float32Array,
  width: number,
  { starts, lengths, columns }: TokenPlaces,
  pooling: 'cls' | 'mean' | 'last',
  skip = 0,
): Float32Array {
  const vectors = new Float32Array(lengths.length * width);
  const sums = new Float64Array(width);
  for (let text = 0; text < lengths.length; text++) {
    const first = text * columns + starts[text]!;
    const end = first + lengths[text]!;
    if (pooling !== 'mean') {
      const token = pooling === 'cls' ? first : end - 1;
      vectors.set(hidden.subarray(token * width, (token + 1) * width), text * width);
      continue;
    }
    const from = first + skip < end ? first + skip : first;
    sums.fill(0);
    for (let at = from * width; at < end * width; at += width) {
      for (let i = 0; i < width; i++) sums[i]! += hidden[at + i]!;
    }
    for (let i = 0; i < width; i++) vectors[text * width + i] = sums[i]! / (end - from);
  }
  return vectors;
}

/** Keeps the first `dimension` of `width` components of each vector (Matryoshka, arXiv:2205.13147). */
export function truncateVectors(vectors: Float32Array, width: number, dimension: number): Float32Array {
  if (dimension >= width) return vectors;
  const count = vectors.length / width;
  const kept = new Float32Array(count * dimension);
  for (let i = 0; i < count; i++) kept.set(vectors.subarray(i * width, i * width + dimension), i * dimension);
  return kept;
}

/** Scales each vector to length 1, in place; the length is summed in float64, and is taken for 1e-12 at least, as PyTorch does, so that zeros stay. */
export function normaliseVectors(vectors: Float32Array, dimension: number): void {
  for (let at = 0; at < vectors.length; at += dimension) {
    let sum = 0;
    for (let i = at; i < at + dimension; i++) sum += vectors[i]! * vectors[i]!;
    const length = Math.max(Math.sqrt(sum), 1e-12);
    for (let i = at; i < at + dimension; i++) vectors[i]! /= length;
  }
}
