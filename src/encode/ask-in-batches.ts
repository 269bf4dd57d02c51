import { type BrightlineError, dataError } from '../errors.ts';
import { RefusedRequest } from '../support/endpoints/endpoint-failure.ts';
import { mapConcurrently } from '../support/map-concurrently.ts';
import type { EncodeOptions } from './encoder.ts';
import type { Range } from './request-batches.ts';

export interface AskOptions<Answer> extends EncodeOptions {
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly label: string;
  /** Items in all batches together. */
  readonly total: number;
  readonly unit: string;
  readonly ask: (range: Range, signal: AbortSignal) => Promise<Answer>;
  /** An item, for the error when it is refused: `text 13 (500 characters)`. */
  readonly describe: (position: number) => string;
}

/**
 * Asks for each batch and hands out the answers as they come. A batch that is refused (HTTP 400, 413, 422) is asked for again in halves, so
 * that the error names the item that is to blame.
 *
 * @throws what `ask` throws, once everything that came before has been handed out.
 */
export async function* askInBatches<Answer>(
  batches: Iterable<Range>,
  options: AskOptions<Answer>,
): AsyncGenerator<Answer, void, undefined> {
  const { ask, describe, concurrency, label, total, unit, progress, signal } = options;
  const answers: Answer[] = [];
  const task = progress.start(label, { total, unit });

  async function askRange([start, end]: Range, stopping: AbortSignal): Promise<void> {
    try {
      answers.push(await ask([start, end], stopping));
      task.advance(end - start);
    } catch (error) {
      if (!(error instanceof RefusedRequest)) throw error;
      if (end - start === 1) throw refusedItem(describe(start), error);
      const middle = Math.ceil((start + end) / 2);
      await askRange([start, middle], stopping);
      await askRange([middle, end], stopping);
    }
  }

  try {
    for await (const _ of mapConcurrently(batches, askRange, { limit: concurrency, signal })) yield* answers.splice(0);
  } catch (error) {
    // What came before the failure has been paid for.
    yield* answers.splice(0);
    throw error;
  } finally {
    task.end();
  }
}

function refusedItem(item: string, refused: RefusedRequest): BrightlineError {
  const next = refused.next;
  return dataError(`${item}: ${refused.message}`, { ...(next === undefined ? {} : { next }), cause: refused });
}
