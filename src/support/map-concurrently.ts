import { setMaxListeners } from 'node:events';
import { interruptedError } from '../errors.ts';

export interface MapConcurrentlyOptions {
  /** How many items are worked on, or wait as results to be taken, at most. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Works on several items at once and hands out each result as soon as it is there, in any order. Items are taken only as there is room, so
 * memory is bounded by `limit`, however slowly the results are taken.
 *
 * After a failure nothing new begins; what is under way is brought to its end and handed out, because it may have cost money; then the
 * failure is thrown. When nobody wants the results any more, or the signal aborts, `work` gets to know by its own signal.
 *
 * @throws what `work` or `items` throws first; `interrupted` when the signal aborts.
 */
export async function* mapConcurrently<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  { limit, signal }: MapConcurrentlyOptions,
): AsyncGenerator<Result, void, undefined> {
  if (signal?.aborted) throw interruptedError();
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const stop = (): void => stopping.abort();
  signal?.addEventListener('abort', stop, { once: true });
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const running = new Set<Promise<void>>();
  const results: Result[] = [];
  let failure: { readonly error: unknown } | undefined;
  let ended = false;

  const begin = (item: Item): void => {
    const run: Promise<void> = work(item, stopping.signal).then(
      (result) => {
        running.delete(run);
        results.push(result);
      },
      (error: unknown) => {
        running.delete(run);
        failure ??= { error };
      },
    );
    running.add(run);
  };

  try {
    for (;;) {
      while (!ended && failure === undefined && !stopping.signal.aborted && running.size + results.length < limit) {
        const next = await iterator.next();
        if (next.done) ended = true;
        else begin(next.value);
      }
      if (running.size === 0 && results.length === 0) break;
      if (results.length === 0) await Promise.race(running);
      while (results.length > 0) yield results.shift()!;
    }
    if (signal?.aborted) throw interruptedError();
    if (failure !== undefined) throw failure.error;
  } finally {
    stop();
    signal?.removeEventListener('abort', stop);
    await Promise.allSettled(running);
    if (!ended) await iterator.return?.();
  }
}
