/** How the numbers of a column are kept. */
export type NumberType = 'float32' | 'float16' | 'uint32';

/** Numbers of a column; those of half precision as the 16 bits of each. */
export type Numbers = Float32Array | Uint16Array | Uint32Array;

/** A column of which a text has any number of entries: a number each, or a vector each. */
export interface RaggedColumn {
  readonly name: string;
  readonly type: NumberType;
  readonly entry: 'number' | 'vector';
}

/** What texts became, each a list of entries, a row a text. */
export interface RaggedRows {
  /** Four numbers a row (see `textKeys`). */
  readonly keys: Uint32Array;
  /** Entries of each row. */
  readonly counts: Uint32Array;
  /** For each column the entries of all rows, one row after another; vectors row-major. */
  readonly columns: readonly Numbers[];
  /** For each column the numbers of an entry. */
  readonly widths: readonly number[];
  /** Tokens that each text was encoded as; `unknownTokens` where that isn't known. */
  readonly tokens: Uint32Array;
  /** Tokens of each text that were cut off; `unknownTokens` where that isn't known. */
  readonly cutTokens: Uint32Array;
}

const arrays = { float32: Float32Array, float16: Uint16Array, uint32: Uint32Array } as const;

/** Zeros. */
export function createNumbers(type: NumberType, length: number): Numbers {
  return new arrays[type](length);
}
