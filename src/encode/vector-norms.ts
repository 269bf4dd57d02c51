import { dataError } from '../errors.ts';
import { fromFloat16 } from '../support/float16.ts';
import type { VectorNumbers } from './vector-type.ts';

/** Vectors longer than this could make a product that float32 can't hold. */
const LONGEST = 1e18;

/**
 * The Euclidean length of each vector, summed in float64 from first to last.
 *
 * @param vectors rows × `dimension`, row-major.
 * @param nameOf what a row's vector is called in messages.
 * @throws `data` error for a vector with a number that isn't finite, and for one that is longer than 10^18.
 */
export function measureVectors(
  vectors: VectorNumbers,
  dimension: number,
  nameOf: (row: number) => string = (row) => `vector ${row + 1}`,
): Float64Array {
  const rows = vectors.length / dimension;
  const norms = new Float64Array(rows);
  const wide = vectors instanceof Float32Array ? (half: number): number => half : fromFloat16;
  for (let row = 0; row < rows; row++) {
    const start = row * dimension;
    const norm = vectors instanceof Float32Array ? normOf(vectors, start, dimension) : normOfHalves(vectors, start, dimension);
    if (!(norm <= LONGEST)) throw badVector(Array.from(vectors.subarray(start, start + dimension), wide), nameOf(row));
    norms[row] = norm;
  }
  return norms;
}

function normOf(vectors: Float32Array, start: number, dimension: number): number {
  let sum = 0;
  for (let i = start; i < start + dimension; i++) sum += vectors[i]! * vectors[i]!;
  return Math.sqrt(sum);
}

function normOfHalves(vectors: Uint16Array, start: number, dimension: number): number {
  let sum = 0;
  for (let i = start; i < start + dimension; i++) sum += fromFloat16(vectors[i]!) ** 2;
  return Math.sqrt(sum);
}

function badVector(vector: readonly number[], name: string): Error {
  const at = vector.findIndex((number) => !Number.isFinite(number));
  if (at >= 0) {
    return dataError(`${name}: number ${at + 1} of ${vector.length} is ${vector[at]}, where a finite one was expected`, {
      next: 'Check the model and its precision: half precision overflows beyond 65,504.',
    });
  }
  return dataError(`${name}: is longer than 10^18, so that products with it can't be held in float32`, {
    next: 'Check the model, or normalise its vectors.',
  });
}
