/** The vectors that are searched, by their place in an order in which they are quick to read. */
export interface VectorSet {
  readonly count: number;
  readonly dimension: number;
  /** Euclidean norm of each. */
  readonly norms: Float64Array;
  /** Of two with equal scores the one with the lower number here comes first. */
  readonly tieOrder: Uint32Array;
  /** Reads `count` vectors from `first` on into `target`, row-major. */
  read(first: number, count: number, target: Float32Array, signal: AbortSignal | undefined): Promise<void>;
}
