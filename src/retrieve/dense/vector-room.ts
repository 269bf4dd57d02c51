import { createWasmMemory } from '../../support/wasm-module.ts';
import { abreast, productKernel, stride } from './product-kernel.ts';

/** Memory for vectors, and exact inner products with them. */
export interface VectorRoom {
  /** Rows × dimension, row-major; zeros at first. */
  readonly vectors: Float32Array;
  /**
   * Inner products of a query with some rows: products of float32 numbers, which float64 holds exactly, summed in float64 from the first number to the
   * last, as a plain loop does it.
   *
   * @param query as many numbers as a vector has, each a float32.
   * @param products as long as `rows`.
   */
  multiply(query: Float64Array, rows: Uint32Array, products: Float64Array): void;
}

/** Rows that are multiplied at a time. */
const ROWS = 1024;

/** The most bytes that the vectors of a room can have: WebAssembly's memory ends at 4 GiB. */
export const largestRoom: number = 2 ** 32 - 2 ** 24;

/** Memory layout: the query, pointers to rows, their products, the vectors. */
export function createVectorRoom(rows: number, dimension: number): VectorRoom {
  const pointersAt = 8 * dimension;
  const productsAt = pointersAt + 4 * ROWS;
  const vectorsAt = productsAt + 8 * ROWS;
  const memory = createWasmMemory(vectorsAt + 4 * rows * dimension);
  const { buffer } = memory;
  const vectors = new Float32Array(buffer, vectorsAt, rows * dimension);
  const weights = new Float64Array(buffer, 0, dimension);
  const pointers = new Uint32Array(buffer, pointersAt, ROWS);
  const results = new Float64Array(buffer, productsAt, ROWS);
  const multiplyRows = productKernel(memory);
  const whole = dimension - (dimension % stride);
  return {
    vectors,
    multiply(query, wanted, products) {
      weights.set(query);
      for (let from = 0; from < wanted.length; from += ROWS) {
        const count = Math.min(ROWS, wanted.length - from);
        const padded = Math.ceil(count / abreast) * abreast;
        for (let i = 0; i < padded; i++) pointers[i] = vectorsAt + 4 * dimension * wanted[from + Math.min(i, count - 1)]!;
        if (whole > 0) multiplyRows(0, 8 * whole, pointersAt, pointersAt + 4 * padded, productsAt);
        else results.fill(0);
        for (let i = 0; i < count; i++) {
          let product = results[i]!;
          const start = wanted[from + i]! * dimension;
          for (let number = whole; number < dimension; number++) product += vectors[start + number]! * query[number]!;
          products[from + i] = product;
        }
      }
    },
  };
}
