import { Worker } from 'node:worker_threads';
import { BrightlineError, dataError } from '../../errors.ts';
import type { Task } from '../../support/progress.ts';
import type { Found, VectorQuery } from './exact-search.ts';
import type { SharedBoard } from './floor-board.ts';
import { numbersWithin } from './numbers-within.ts';
import type { SearchAnswer, SearchRequest } from './search-messages.ts';
import type { VectorSet } from './vector-set.ts';

export interface ThreadSearchOptions {
  readonly board: SharedBoard;
  readonly task: Task;
  readonly signal: AbortSignal | undefined;
}

/** A part of a set of vectors that a thread of its own searches. */
export interface SearchThread {
  /** The best of the part. One search at a time. */
  search(queries: readonly VectorQuery[], options: ThreadSearchOptions): Promise<readonly Found[]>;
  close(): Promise<void>;
}

/** Starts a thread for the vectors from `first` to `end` (exclusive). A thread without work doesn't keep the process alive. */
export function openSearchThread(
  set: VectorSet,
  { first, end }: { readonly first: number; readonly end: number },
  open: Pick<SearchRequest & { readonly kind: 'open' }, 'thread' | 'similarity' | 'settings'>,
): SearchThread {
  const worker = new Worker(new URL('./search-worker.js', import.meta.url), { name: `search ${open.thread}` });
  const tell = (request: SearchRequest): void => worker.postMessage(request);
  let current: Current | undefined;
  let over: Error | undefined;
  const finish = (how: (search: Current) => void): void => {
    const search = current;
    current = undefined;
    worker.unref();
    if (search !== undefined) how(search);
  };
  const breakDown = (error: Error): void => {
    over ??= error;
    finish(({ reject }) => reject(over!));
  };
  worker.on('message', (answer: SearchAnswer) => {
    switch (answer.kind) {
      case 'read':
        set
          .read(first + answer.first, answer.count, new Float32Array(answer.target, 0, answer.count * set.dimension), current?.signal)
          .then(
            () => tell({ kind: 'read', done: true }),
            (error: unknown) => {
              if (current !== undefined) current.unread = error;
              tell({ kind: 'read', done: false });
            },
          );
        break;
      case 'advance':
        current?.task.advance(answer.documents);
        break;
      case 'found':
        finish(({ resolve }) =>
          resolve(answer.found.map(({ vectors, scores }) => ({ vectors: vectors.map((vector) => first + vector), scores }))),
        );
        break;
      case 'failed':
        finish(({ reject, unread }) => reject(unread ?? errorOf(answer)));
        break;
    }
  });
  worker.on('error', (cause) => breakDown(dataError(`a thread that searches broke down: ${cause.message}`, { cause })));
  worker.on('exit', () => breakDown(dataError('the index has been closed')));
  worker.unref();
  const part = {
    count: end - first,
    dimension: set.dimension,
    norms: set.norms.slice(first, end),
    tieOrder: set.tieOrder.slice(first, end),
  };
  tell({ kind: 'open', part, ...open });

  return {
    async search(queries, { board, task, signal }) {
      if (over !== undefined) throw over;
      const stop = (): void => tell({ kind: 'stop' });
      worker.ref();
      const found = new Promise<readonly Found[]>((resolve, reject) => {
        current = { resolve, reject, task, signal, unread: undefined };
      });
      tell({ kind: 'search', queries: queries.map((query) => withinPart(query, first, end)), board });
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted) stop();
      return found.finally(() => signal?.removeEventListener('abort', stop));
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** A search that is under way. */
interface Current {
  readonly resolve: (found: readonly Found[]) => void;
  readonly reject: (error: unknown) => void;
  readonly task: Task;
  readonly signal: AbortSignal | undefined;
  /** Why vectors could not be read. */
  unread: unknown;
}

/** The query as the part knows it, whose vectors are counted from 0. The vector is a copy, lest a whole matrix of them be sent. */
function withinPart({ vector, norm, wanted, among }: VectorQuery, first: number, end: number): VectorQuery {
  return { vector: vector.slice(), norm, wanted, among: among && numbersWithin(among, first, end).map((number) => number - first) };
}

function errorOf({ errorKind, message, next }: SearchAnswer & { readonly kind: 'failed' }): Error {
  return errorKind === undefined ? new Error(message) : new BrightlineError(errorKind, message, next === undefined ? {} : { next });
}
