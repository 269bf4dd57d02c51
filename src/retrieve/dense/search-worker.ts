import { parentPort } from 'node:worker_threads';
import { BrightlineError, dataError } from '../../errors.ts';
import type { Progress } from '../../support/progress.ts';
import { createExactSearch, type ExactSearch } from './exact-search.ts';
import { joinBoard } from './floor-board.ts';
import type { SearchAnswer, SearchRequest } from './search-messages.ts';
import type { VectorSet } from './vector-set.ts';

/** A thread that searches a part of a set, and asks the main thread for its vectors. */
const port = parentPort!;
const tell = (answer: SearchAnswer): void => port.postMessage(answer);

/** Bytes of vectors that are handed over at a time. */
const CHUNK = 1 << 24;

let thread = 0;
let search: Promise<ExactSearch> | undefined;
let stopping = new AbortController();
let arrived: (done: boolean) => void = () => {};

port.on('message', (request: SearchRequest) => {
  switch (request.kind) {
    case 'open':
      thread = request.thread;
      search = createExactSearch({ ...request.part, read: reader(request.part.dimension) }, request.similarity, request.settings);
      // Whoever searches hears of it.
      search.catch(() => {});
      break;
    case 'search':
      stopping = new AbortController();
      void answer(request, stopping.signal);
      break;
    case 'read':
      arrived(request.done);
      break;
    case 'stop':
      stopping.abort();
      break;
  }
});

async function answer({ queries, board }: SearchRequest & { readonly kind: 'search' }, signal: AbortSignal): Promise<void> {
  try {
    const find = await search!;
    tell({ kind: 'found', found: await find(queries, { progress, signal, board: joinBoard(board, thread) }) });
  } catch (error) {
    const known = error instanceof BrightlineError ? error : undefined;
    const message = known?.message ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
    tell({ kind: 'failed', errorKind: known?.kind, message, next: known?.next });
  }
}

const progress: Progress = { start: () => ({ advance: (documents) => tell({ kind: 'advance', documents }), end() {} }) };

function reader(dimension: number): VectorSet['read'] {
  let shared = new SharedArrayBuffer(0);
  return async (first, count, target) => {
    const lot = Math.max(1, Math.floor(CHUNK / 4 / dimension));
    const bytes = 4 * dimension * Math.min(lot, count);
    if (shared.byteLength < bytes) shared = new SharedArrayBuffer(bytes);
    for (let from = 0; from < count; from += lot) {
      const some = Math.min(lot, count - from);
      const done = await new Promise<boolean>((resolve) => {
        arrived = resolve;
        tell({ kind: 'read', first: first + from, count: some, target: shared });
      });
      // The main thread knows why, and tells it.
      if (!done) throw dataError('vectors of the store could not be read');
      target.set(new Float32Array(shared, 0, some * dimension), from * dimension);
    }
  };
}
