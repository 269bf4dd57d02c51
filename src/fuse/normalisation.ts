/** A way to make the scores of different runs comparable, topic by topic. One file of `normalisations/` each. */
export interface Normalisation {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Paper, or the tool that has it this way. */
  readonly source: string;
  /** Whether a score's size decides, or only the rank it leads to. */
  readonly reads: 'scores' | 'ranks';
  /**
   * The scores of one run for one topic, made comparable: one per rank, in the same order, finite.
   *
   * @param scores finite, best first, at least one.
   */
  normalise(scores: Float64Array, context: NormalisationContext): Float64Array;
}

export interface NormalisationContext {
  /** Documents in all runs together, each counted once. */
  readonly candidates: number;
  /** What reciprocal ranks add to a rank. */
  readonly k: number;
}
