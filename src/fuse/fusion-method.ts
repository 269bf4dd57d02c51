import type { MissingRule } from './missing-rule.ts';
import type { Normalisation } from './normalisation.ts';

/** A way to make one score of a document's scores in several runs. One file of `methods/` each. */
export interface FusionMethod {
  readonly name: string;
  /** Other names that people and tools use. */
  readonly aliases: readonly string[];
  /** One sentence. */
  readonly summary: string;
  /** Paper. */
  readonly source: string;
  /** How scores are made comparable unless told otherwise. A method whose own normalisation reads ranks is defined by it and takes no other. */
  readonly normalisation: Normalisation;
  /** What becomes of missing documents unless told otherwise. */
  readonly missing: MissingRule;
  /**
   * The fused score of a document.
   *
   * @param values normalised scores times weights, in the order of the runs, at least one; may be written over. Runs that have no say are left out.
   * @param hits how many runs rank the document, at least one.
   */
  combine(values: Float64Array, hits: number): number;
}
