import type { FieldNames, SplitDefinition } from './definition.ts';
import type { ExcludedIds } from './excluded-ids.ts';
import type { Qrels } from './qrels.ts';
import type { Topic } from './topic.ts';

/** The topics as published, rather than a rewritten set. */
export const originalQueries = 'original';

/** What is wanted of a split. */
export interface SplitRequest {
  readonly benchmark: string;
  readonly split: SplitDefinition;
  /** `original`, or the name of a set of rewritten queries as the source spells it. */
  readonly queries: string;
  readonly documents: 'short' | 'long';
  /** `omit`: only topics and judgments are wanted, as for scoring a run that is there. */
  readonly corpus: 'include' | 'omit';
  /** What becomes of the dataset's excluded ids. */
  readonly exclusions: 'honour' | 'ignore';
  /** What fields are called, where the layout leaves that open. */
  readonly fields: FieldNames;
  /** What a person can do about a damaged file. */
  readonly repair: string;
}

/** Everything of a split but its corpus. */
export interface SplitContent {
  /** In file order. */
  readonly topics: readonly Topic[];
  readonly qrels: Qrels;
  readonly excluded: ExcludedIds;
  /** Topic id → ids of the only documents that may be returned for it, where topics have candidates of their own. */
  readonly candidates?: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Repeated entries that were merged into one. */
  readonly merged: { readonly gold: number; readonly excluded: number };
  /** Sentences about what was passed over on the way. */
  readonly warnings?: readonly string[] | undefined;
}
