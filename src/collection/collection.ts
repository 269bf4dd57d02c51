import type { Corpus } from './corpus.ts';
import type { ExcludedIds } from './excluded-ids.ts';
import type { Qrels } from './qrels.ts';
import type { Source } from './source.ts';
import type { Topic } from './topic.ts';

/** What a split of a benchmark holds: the corpus to search, the topics to search it for, and who is judged relevant or left out. */
export interface Collection {
  /** As the person asked for it: `bright`, `mini`. */
  readonly benchmark: string;
  /** Split id: `theoremqa_theorems`. */
  readonly split: string;
  readonly source: Source;
  readonly corpus: Corpus;
  /** In file order. */
  readonly topics: readonly Topic[];
  readonly qrels: Qrels;
  readonly excluded: ExcludedIds;
  /** Topic id → ids of the only documents that may be returned for it; undefined where any may. */
  readonly candidates?: ReadonlyMap<string, ReadonlySet<string>> | undefined;
}
