/** Stands for a number of tokens that nobody told. */
export const unknownTokens = 0xffffffff;

/** Vectors of texts, one a row. */
export interface VectorRows {
  /** Four numbers a row (see `textKeys`). */
  readonly keys: Uint32Array;
  /** Rows × dimension, row-major. */
  readonly vectors: Float32Array;
  readonly dimension: number;
  /** Tokens that each text was encoded as; `unknownTokens` where that isn't known. */
  readonly tokens: Uint32Array;
  /** Tokens of each text that were cut off; `unknownTokens` where that isn't known. */
  readonly cutTokens: Uint32Array;
}
