import type { Ranking } from './ranking.ts';

/** What a system returned: topic id → ranking. A topic for which nothing was returned is absent or has an empty ranking. */
export interface Run {
  /** The system's name: the last column of a TREC run. */
  readonly name: string;
  readonly rankings: ReadonlyMap<string, Ranking>;
}
