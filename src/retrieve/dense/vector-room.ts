import { createWasmMemory } from '../../support/wasm-module.ts';
import { abreast, productKernel, stride } from './product-kernel.ts';

/** Inner products that are wanted of one query. */
export interface ProductJob {
  /** As many numbers as a vector has, each a float32. */
  readonly weights: Float64Array;
  /** Which rows, rising. */
  readonly rows: Uint32Array;
  /** As long as `rows`: where the products go. */
  readonly products: Float64Array;
}

/** Memory for vectors, and exact inner products with them. */
export interface VectorRoom {
  /** Rows × dimension, row-major; zeros at first. */
  readonly vectors: Float32Array;
  /**
   * Inner products: products of float32 numbers, which float64 holds exactly, summed in float64 from the first number to the last, as a plain loop
   * does it.
   */
  multiply(jobs: readonly ProductJob[]): void;
}

/** Queries whose weights are in the room's memory at a time. */
const QUERIES = 128;
/** Rows of one query that are multiplied at a time. */
const ROWS = 1024;
/**
 * All queries are multiplied with a stretch of rows before the next stretch: rows come from main memory once, in order, rather than once for
 * each query. A stretch is so long that it has this many rows of a query on average: with fewer the kernel's eight abreast would stay half empty.
 */
const ROWS_A_STRETCH = 16;

/** The most bytes that the vectors of a room can have: WebAssembly's memory ends at 4 GiB. */
export const largestRoom: number = 2 ** 32 - 2 ** 28;

/** Memory layout: queries, pointers to rows, their products, the vectors. */
export function createVectorRoom(rows: number, dimension: number): VectorRoom {
  const pointersAt = 8 * dimension * QUERIES;
  const productsAt = pointersAt + 4 * ROWS;
  const vectorsAt = productsAt + 8 * ROWS;
  const memory = createWasmMemory(vectorsAt + 4 * rows * dimension);
  const { buffer } = memory;
  const vectors = new Float32Array(buffer, vectorsAt, rows * dimension);
  const allWeights = new Float64Array(buffer, 0, QUERIES * dimension);
  const pointers = new Uint32Array(buffer, pointersAt, ROWS);
  const results = new Float64Array(buffer, productsAt, ROWS);
  const multiplyRows = productKernel(memory);
  const whole = dimension - (dimension % stride);

  /** Multiplies the query in slot `slot` with `count` of the job's rows, from place `from` on. */
  const multiplySome = ({ weights, rows: wanted, products }: ProductJob, slot: number, from: number, count: number): void => {
    const padded = Math.ceil(count / abreast) * abreast;
    for (let i = 0; i < padded; i++) pointers[i] = vectorsAt + 4 * dimension * wanted[from + Math.min(i, count - 1)]!;
    const query = 8 * dimension * slot;
    if (whole > 0) multiplyRows(query, query + 8 * whole, pointersAt, pointersAt + 4 * padded, productsAt);
    else results.fill(0);
    for (let i = 0; i < count; i++) {
      let product = results[i]!;
      const start = wanted[from + i]! * dimension;
      for (let number = whole; number < dimension; number++) product += vectors[start + number]! * weights[number]!;
      products[from + i] = product;
    }
  };
  const multiplyBatch = (jobs: readonly ProductJob[]): void => {
    for (const [slot, { weights }] of jobs.entries()) allWeights.set(weights, slot * dimension);
    const average = jobs.reduce((sum, job) => sum + job.rows.length, 0) / jobs.length;
    const stretch = Math.ceil((rows * ROWS_A_STRETCH) / Math.max(1, average));
    const next = new Uint32Array(jobs.length);
    for (let end = stretch; end < rows + stretch; end += stretch) {
      for (const [slot, job] of jobs.entries()) {
        for (let from = next[slot]!; from < job.rows.length && job.rows[from]! < end; from = next[slot]!) {
          let to = from + 1;
          while (to < job.rows.length && to - from < ROWS && job.rows[to]! < end) to++;
          multiplySome(job, slot, from, to - from);
          next[slot] = to;
        }
      }
    }
  };
  return {
    vectors,
    multiply(jobs) {
      for (let from = 0; from < jobs.length; from += QUERIES) multiplyBatch(jobs.slice(from, from + QUERIES));
    },
  };
}
