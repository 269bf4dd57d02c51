/** A range that holds the true mean in a share `confidence` of repetitions with new topics. Ends are in the measure's own unit. */
export interface ConfidenceInterval {
  readonly low: number;
  readonly high: number;
  /** Strictly between 0 and 1: 0.95. */
  readonly confidence: number;
  readonly method: 't' | 'percentile' | 'bca';
}
