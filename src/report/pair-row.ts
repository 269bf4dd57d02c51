import type { Correction } from '../evaluate/significance/adjust-p-values.ts';
import type { PairComparison, TestName } from '../evaluate/significance/compare-pair.ts';

/** Two systems on one split by one measure, with how sure their difference is. `delta` and all that follows from it is a − b. */
export interface PairRow extends PairComparison {
  readonly benchmark: string;
  readonly split: string;
  readonly measure: string;
  readonly a: string;
  readonly b: string;
  /** Raised for the number of comparisons by this measure, over systems and splits. */
  readonly pCorrected: number;
  /** Whether pCorrected is below alpha. */
  readonly significant: boolean;
}

/** How the pairs of a comparison were tested. */
export interface Significance {
  readonly test: TestName;
  readonly correction: Correction;
  readonly alpha: number;
  readonly seed: number;
  /** The system that all others are compared with; undefined where each is compared with each. */
  readonly baseline: string | undefined;
}
