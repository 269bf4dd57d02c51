import { Worker } from 'node:worker_threads';
import { BrightlineError, dataError } from '../errors.ts';
import type {
  BatchRecipe,
  BatchResult,
  InferenceAnswer,
  InferenceFailure,
  InferenceRequest,
  OpenAnswer,
  OpenRequest,
  TokenBatch,
} from './inference-messages.ts';

/** A model that is loaded, and run by a thread of its own. */
export interface Inference extends OpenAnswer {
  /** Runs a batch; batches are run one after another, in the order asked. The batch's own arrays are handed over and empty afterwards. */
  run(batch: TokenBatch, recipe: BatchRecipe): Promise<BatchResult>;
  /** Frees the model, once the batches that were asked for before are done. */
  close(): Promise<void>;
}

type Request = InferenceRequest extends infer Kind ? (Kind extends InferenceRequest ? Omit<Kind, 'id'> : never) : never;

/** Loads a model into a thread of its own. @throws what `openModel` throws. */
export async function openInference(open: OpenRequest): Promise<Inference> {
  const worker = new Worker(new URL('./inference-worker.js', import.meta.url), { name: open.shownAs });
  const waiting = new Map<number, { resolve(value: InferenceAnswer & { value: unknown }): void; reject(error: Error): void }>();
  let asked = 0;
  let over: Error | undefined;
  const settle = (id: number): void => {
    waiting.delete(id);
    // A thread without work must not keep the process alive.
    if (waiting.size === 0) worker.unref();
  };
  worker.on('message', (answer: InferenceAnswer) => {
    const { resolve, reject } = waiting.get(answer.id)!;
    settle(answer.id);
    if ('failure' in answer) reject(errorOf(answer.failure));
    else resolve(answer);
  });
  const end = (error: Error): void => {
    over ??= error;
    for (const [id, { reject }] of waiting) {
      settle(id);
      reject(over);
    }
  };
  worker.on('error', (cause) => end(dataError(`${open.shownAs}: the thread that runs the model broke down: ${cause.message}`, { cause })));
  worker.on('exit', () => end(dataError(`${open.shownAs}: the model has been closed`)));

  const ask = (request: Request, handedOver: readonly ArrayBuffer[] = []): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (over !== undefined) return reject(over);
      const id = ++asked;
      waiting.set(id, { resolve: ({ value }) => resolve(value), reject });
      worker.ref();
      worker.postMessage({ ...request, id }, [...handedOver]);
    });
  const close = async (): Promise<void> => {
    if (over === undefined) await ask({ kind: 'close' });
    await worker.terminate();
  };
  let ports: OpenAnswer;
  try {
    ports = (await ask({ kind: 'open', open })) as OpenAnswer;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    ...ports,
    run: (batch, recipe) => {
      const handedOver = [batch.ids, batch.types, batch.lengths].map(({ buffer }) => buffer as ArrayBuffer);
      return ask({ kind: 'run', batch, recipe }, handedOver) as Promise<BatchResult>;
    },
    close,
  };
}

function errorOf({ kind, message, next }: InferenceFailure): Error {
  return kind === undefined ? new Error(message) : new BrightlineError(kind, message, next === undefined ? {} : { next });
}
