import type { Evidence } from './weigh-difference.ts';

/**
 * What became of a score. `regressed`, `improved`: a change that chance doesn't explain and that is large enough to matter. `unchanged`: every topic scores
 * as before, or a change that matters is ruled out. `inconclusive`: neither can be said with this many topics. `new`: not in the baseline. `missing`: not
 * among the runs.
 */
export type Outcome = 'regressed' | 'improved' | 'unchanged' | 'inconclusive' | 'new' | 'missing';

/** One score of a system, then and now. Figures are on the 0–1 scale. */
export interface Verdict {
  readonly benchmark: string;
  /** Null for the average over the benchmark's splits, each counting alike. */
  readonly split: string | null;
  readonly system: string;
  readonly measure: string;
  readonly verdict: Outcome;
  /** The baseline's mean; null for what is new. */
  readonly expected: number | null;
  /** The mean now; null for what is missing. */
  readonly measured: number | null;
  /** measured − expected. */
  readonly delta: number | null;
  /** The smallest difference that matters. */
  readonly tolerance: number;
  /** Topics that both have. */
  readonly topics: number;
  /** Null where there is nothing to compare. */
  readonly evidence: Evidence | null;
  /** `evidence.p` corrected for all scores that changed; null where no test was needed. */
  readonly pCorrected: number | null;
  /** Topics that lost, most first; at most `keptLosses`, and none for an average. */
  readonly losses: readonly TopicLoss[];
}

export interface TopicLoss {
  readonly topic: string;
  readonly before: number;
  readonly now: number;
  /** now − before, below 0. */
  readonly delta: number;
}

/** A mean that may not fall below a floor. */
export interface FloorResult {
  readonly benchmark: string;
  /** Null for the average over the benchmark's splits. */
  readonly split: string | null;
  readonly system: string;
  readonly measure: string;
  readonly floor: number;
  readonly measured: number;
  readonly held: boolean;
}

/** What a check found. */
export interface CheckResult {
  /** By benchmark, system, measure; the splits by name, then their average, where there are several. */
  readonly verdicts: readonly Verdict[];
  readonly floors: readonly FloorResult[];
  /** Scores that changed: how many p-values were corrected together. */
  readonly tested: number;
}
