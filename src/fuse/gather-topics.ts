import type { PackedRanking } from '../run/packed-ranking.ts';

/** A run that is gone through topic by topic. */
export interface TopicSource {
  /** In the order in which the topics come. */
  readonly topicIds: readonly string[];
  /** Each topic once, whole. */
  readonly packed: AsyncIterable<readonly [topic: string, ranking: PackedRanking]>;
}

/** What each run has for one topic: one per run, undefined where it lacks the topic. */
export interface GatheredTopic {
  readonly topic: string;
  readonly rankings: readonly (PackedRanking | undefined)[];
}

/**
 * Goes through several runs at once, topic by topic: the topics of the first run in its order, then those that only later ones have.
 *
 * Where the runs have their topics in the same order, one topic of each is in memory. Where not, what has been passed over waits as typed
 * arrays, at worst a whole run.
 */
export async function* gatherTopics(sources: readonly TopicSource[]): AsyncGenerator<GatheredTopic, void> {
  const readers = sources.map(readAhead);
  try {
    for (const topic of new Set(sources.flatMap(({ topicIds }) => topicIds))) {
      const rankings: (PackedRanking | undefined)[] = [];
      for (const reader of readers) rankings.push(await reader.take(topic));
      yield { topic, rankings };
    }
  } finally {
    for (const reader of readers) await reader.close();
  }
}

interface TopicReader {
  take(topic: string): Promise<PackedRanking | undefined>;
  close(): Promise<void>;
}

function readAhead({ topicIds, packed }: TopicSource): TopicReader {
  const has = new Set(topicIds);
  const waiting = new Map<string, PackedRanking>();
  const topics = packed[Symbol.asyncIterator]();
  return {
    async take(topic) {
      if (!has.has(topic)) return undefined;
      while (!waiting.has(topic)) {
        const next = await topics.next();
        if (next.done === true) return undefined;
        waiting.set(...next.value);
      }
      const ranking = waiting.get(topic);
      waiting.delete(topic);
      return ranking;
    },
    async close() {
      await topics.return?.();
    },
  };
}
