import type { ExcludedIds } from '../collection/excluded-ids.ts';
import { dataError } from '../errors.ts';
import { cutAtDepth, removeExcluded } from '../run/cut.ts';
import { sortRanking, type TieOrder } from '../run/order.ts';
import type { Ranking } from '../run/ranking.ts';
import type { FileRun, TopicEntry } from '../run/run-source.ts';
import { quote } from '../support/quote.ts';

export interface FirstStageOptions {
  readonly ties: TieOrder;
  readonly excluded: ExcludedIds;
  /** Topics with queries; undefined where any will do. */
  readonly topics: ReadonlySet<string> | undefined;
  /** Told of topics of the run that are passed over. */
  readonly warn: (message: string) => void;
}

/** A run as what is to be reranked: gone through topic by topic, from the start each time. */
export interface FirstStage {
  /** Each topic in the first stage's order, without its excluded documents. */
  rankings(): AsyncIterable<TopicEntry>;
  /** The best documents of each topic, so many at most. */
  best(depth: number): Promise<ReadonlyMap<string, Ranking>>;
  /** Documents that were taken out because they are excluded for their topic; known once all was gone through. */
  excludedDocuments(): number;
}

/** @throws `data` error where none of the run's topics has a query. */
export function firstStage(run: FileRun, shownAs: string, { ties, excluded, topics, warn }: FirstStageOptions): FirstStage {
  const unknown = topics === undefined ? [] : run.topicIds.filter((id) => !topics.has(id));
  if (unknown.length === run.topicIds.length) {
    throw dataError(`${shownAs}: none of its ${run.topics} topics is one of the split's, such as ${quote(run.topicIds[0] ?? '')}`, {
      next: 'Check that -b names the split that the run is on.',
    });
  }
  if (unknown.length > 0)
    warn(`${shownAs}: ${unknown.length} topics that the split doesn't have are left out, such as ${quote(unknown[0]!)}`);
  const passedOver = new Set(unknown);
  let taken = 0;

  async function* rankings(): AsyncGenerator<TopicEntry, void> {
    taken = 0;
    for await (const [topic, ranking] of run.rankings) {
      if (passedOver.has(topic)) continue;
      const allowed = removeExcluded(ranking, excluded.get(topic));
      taken += ranking.ids.length - allowed.ids.length;
      yield [topic, sortRanking(allowed, { scorePrecision: 'float64', ties })];
    }
  }

  return {
    rankings,
    async best(depth) {
      const tops = new Map<string, Ranking>();
      for await (const [topic, ranking] of rankings()) tops.set(topic, cutAtDepth(ranking, depth));
      return tops;
    },
    excludedDocuments: () => taken,
  };
}
