/** Documents retrieved for one topic, best first, as the retriever ordered them. */
export interface Ranking {
  readonly ids: readonly string[];
  /** Same length as `ids`. Higher is better. Not increasing when made by brightline; any order when read from a file. */
  readonly scores: Float64Array;
}
