import type { Corpus } from '../collection/corpus.ts';
import type { Query } from '../query/query.ts';
import type { Ranking } from '../run/ranking.ts';
import type { Json } from '../support/fingerprint.ts';
import type { Progress } from '../support/progress.ts';

export interface IndexOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

export interface SearchOptions {
  /** Documents to return for a query at most. */
  readonly depth: number;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A retriever: knows how to index a corpus and search it. What a person plugs in.
 *
 * `test/contract/retriever.ts` holds what every retriever must satisfy.
 */
export interface Retriever {
  /** `bm25` */
  readonly name: string;
  /** Everything that decides its scores, for the manifest and for telling one run from another. */
  readonly settings: Json;
  /** Reads the corpus once, in order. Throws `interrupted` when the signal aborts. */
  index(corpus: Corpus, options: IndexOptions): Promise<Searcher>;
}

/** An indexed corpus. */
export interface Searcher {
  /** Ids in corpus order. */
  readonly documentIds: readonly string[];
  /** What the index holds, for the manifest: counts of documents, terms, postings. */
  readonly statistics: Json;
  /**
   * One ranking per query, in the order of the queries: at most `depth` documents, best first, none of them excluded, ties in corpus order.
   * The result depends on nothing but the query and the corpus: not on the other queries, their order or their number.
   */
  search(queries: readonly Query[], options: SearchOptions): AsyncIterable<Ranking>;
}
