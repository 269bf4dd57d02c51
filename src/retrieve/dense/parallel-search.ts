import { availableParallelism } from 'node:os';
import {
  createExactSearch,
  type ExactSearch,
  type ExactSearchOptions,
  type ExactSearchSettings,
  type Found,
  type VectorQuery,
} from './exact-search.ts';
import { createBoard } from './floor-board.ts';
import { mergeFound } from './merge-found.ts';
import { openSearchThread } from './search-thread.ts';
import type { Similarity } from './similarity.ts';
import type { VectorSet } from './vector-set.ts';

export interface ParallelSearchSettings extends ExactSearchSettings {
  /** Threads that part the vectors among themselves. Default: one a core, fewer for sets that aren't worth it. Changes no result. */
  readonly threads?: number | undefined;
}

export interface ParallelSearch {
  readonly search: ExactSearch;
  /** Ends the threads and frees their memory. */
  close(): Promise<void>;
}

/** A thread takes a while to start: it should have as many bytes of vectors to search. */
const WORTH_A_THREAD = 1 << 24;

/**
 * Exact search by several threads, each with a part of the vectors: all of the work goes on side by side, not the matrix product alone. Since a
 * score depends on nothing but its two vectors (see `createExactSearch`), the best of the parts' best are the best of all, whatever the parts.
 */
export async function createParallelSearch(
  set: VectorSet,
  similarity: Similarity,
  settings: ParallelSearchSettings = {},
): Promise<ParallelSearch> {
  const { threads = defaultThreads(set), memoryBytes = 1 << 30, blockRows } = settings;
  const count = Math.max(1, Math.min(threads, set.count));
  const own: ExactSearchSettings = { memoryBytes: memoryBytes / count, blockRows };
  if (count === 1) return { search: await createExactSearch(set, similarity, own), close: async () => {} };

  const bound = (thread: number): number => Math.floor((thread * set.count) / count);
  const workers = Array.from({ length: count }, (_, thread) =>
    openSearchThread(set, { first: bound(thread), end: bound(thread + 1) }, { thread, similarity, settings: own }),
  );
  const searchAll = async (queries: readonly VectorQuery[], { progress, signal }: ExactSearchOptions): Promise<readonly Found[]> => {
    const board = createBoard(count, queries.length);
    const task = progress.start('searching', { total: set.count, unit: 'documents' });
    // What one of them fails at, the others needn't finish.
    const failed = new AbortController();
    const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
    const parts = workers.map((worker) =>
      worker.search(queries, { board, task, signal: stop }).catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    );
    try {
      const found = await Promise.all(parts);
      return queries.map(({ wanted }, at) => found.map((lists) => lists[at]!).reduce((a, b) => mergeFound(a, b, set.tieOrder, wanted)));
    } finally {
      await Promise.allSettled(parts);
      task.end();
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    search(queries, options) {
      const found = last.then(() => searchAll(queries, options));
      last = found.catch(() => {});
      return found;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function defaultThreads({ count, dimension }: VectorSet): number {
  return Math.min(availableParallelism(), Math.ceil((4 * count * dimension) / WORTH_A_THREAD));
}
