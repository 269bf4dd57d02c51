/** The vectors of a query's tokens. */
export interface QueryTokens {
  /** Tokens × dimension, row-major. */
  readonly vectors: Float32Array;
  readonly dimension: number;
  /** Number of the tokens. */
  readonly count: number;
  /** By how much the approximate product of each token with a document's vector may differ from the exact one. */
  readonly errors: Float64Array;
}

/** Terms counted beside the dimension, for roundings other than those of the sum. */
const SPARE_TERMS = 8;

/**
 * @param vectors tokens × dimension, row-major.
 * @param longest what no document's vector is longer than.
 */
export function queryTokens(vectors: Float32Array, dimension: number, longest: number): QueryTokens {
  const terms = (dimension + SPARE_TERMS) * 2 ** -24;
  const count = vectors.length / dimension;
  const errors = new Float64Array(count);
  for (let token = 0; token < count; token++) {
    let sum = 0;
    for (let i = token * dimension; i < (token + 1) * dimension; i++) sum += vectors[i]! * vectors[i]!;
    errors[token] = (terms / (1 - terms)) * Math.sqrt(sum) * longest + dimension * 2 ** -125;
  }
  return { vectors, dimension, count, errors };
}

/** By how much the approximate score of a document, rounded to float32, may differ from the exact one. */
export function scoreError({ errors, count }: QueryTokens, longest: number): number {
  return errors.reduce((sum, error) => sum + error, 0) + count * longest * longest * 2 ** -22;
}

/** The tokens of queries as columns of one matrix: dimension × tokens, row-major. */
export function asColumns(queries: readonly QueryTokens[]): Float32Array {
  const dimension = queries[0]!.dimension;
  const tokens = queries.reduce((sum, { count }) => sum + count, 0);
  const columns = new Float32Array(dimension * tokens);
  let column = 0;
  for (const { vectors, count } of queries) {
    for (let token = 0; token < count; token++, column++) {
      for (let i = 0; i < dimension; i++) columns[i * tokens + column] = vectors[token * dimension + i]!;
    }
  }
  return columns;
}
