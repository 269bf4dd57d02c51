import type { Collection } from '../collection/collection.ts';
import { instruct } from '../query/instruct.ts';
import type { Query } from '../query/query.ts';
import { formulate } from '../query/query-form.ts';
import type { Searcher, SearchOptions } from '../retrieve/retriever.ts';
import type { Ranking } from '../run/ranking.ts';
import type { Asking } from './asking.ts';
import { combine } from './combination.ts';

export interface SearchTopicsOptions extends SearchOptions {
  /** Only the first so many topics, or null for all. */
  readonly limit: number | null;
  /** What is sent for each topic; its text as one query, unless told. */
  readonly asking?: Asking | undefined;
  /** Leads every query. */
  readonly instruction?: string | undefined;
}

/**
 * Asks a searcher for each topic of a collection, with one query or several, whose rankings become one; at most `depth` documents a topic.
 *
 * What may not be returned for a topic is returned for none of its queries. A topic's ranking depends on nothing but its own text. One topic's rankings are
 * in memory beside those that are finished.
 */
export async function searchTopics(
  collection: Collection,
  searcher: Searcher,
  { limit, asking = {}, instruction, depth, progress, signal }: SearchTopicsOptions,
): Promise<ReadonlyMap<string, Ranking>> {
  const queries = makeQueries(collection, limit, asking, instruction);
  const fusion = asking.combination?.fusion;
  const isFused = fusion !== undefined && fusion !== 'last';
  const rankings = new Map<string, Ranking>();
  let ofTopic: Ranking[] = [];
  let at = 0;
  const options = { depth: isFused ? (asking.stepDepth ?? depth) : depth, progress, signal };
  for await (const ranking of searcher.search(queries, options)) {
    const { topic } = queries[at++]!;
    ofTopic.push(ranking);
    if (queries[at]?.topic === topic) continue;
    rankings.set(topic, isFused ? combine(ofTopic, fusion, depth, topic) : ranking);
    ofTopic = [];
  }
  return rankings;
}

/** The queries of a collection's first topics, topic by topic, with what must be left out for each. */
function makeQueries(
  { topics, excluded, candidates }: Collection,
  limit: number | null,
  asking: Asking,
  instruction: string | undefined,
): readonly Query[] {
  return topics.slice(0, limit ?? topics.length).flatMap((topic) => {
    const { id } = topic;
    const texts = formulate(topic, asking).slice(asking.combination?.fusion === 'last' ? -1 : 0);
    return texts.map((text) => ({
      topic: id,
      text: instruction === undefined ? text : instruct(text, instruction),
      excluded: excluded.get(id) ?? new Set(),
      candidates: candidates?.get(id),
    }));
  });
}
