import type { Degeneracy } from './differences.ts';

/** What p was computed from: a distribution assumed (`t`, `normal`), every outcome counted (`exact`), or a seeded sample of them (`sampled`). */
export type PMethod = 't' | 'normal' | 'exact' | 'sampled';

/** What every paired test returns. JSON keeps it whole: no NaN, no infinity. */
export interface TestResult {
  /** The test's own statistic, named where the test is defined; null where it would divide by a spread of 0. */
  readonly statistic: number | null;
  /** In (0, 1]. */
  readonly p: number;
  readonly method: PMethod;
  /** Random samples drawn; null unless the method is `sampled`. */
  readonly samples: number | null;
  /** Why the comparison is a special case, or null for an ordinary one. */
  readonly degeneracy: Degeneracy | null;
}
