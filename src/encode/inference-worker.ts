import { parentPort } from 'node:worker_threads';
import { BrightlineError } from '../errors.ts';
import type { InferenceAnswer, InferenceFailure, InferenceRequest } from './inference-messages.ts';
import { firstLine, type LoadedModel, openModel, portsOf } from './open-model.ts';
import { runBatch } from './run-batch.ts';

/**
 * The thread that runs a model: the library's `run` holds the thread that calls it until the batch is done. Meanwhile the main thread tokenises the next
 * batches, writes the last ones, and hears a person who wants to stop.
 */
const port = parentPort!;
let model: LoadedModel | undefined;
let last: Promise<unknown> = Promise.resolve();

async function answer(request: InferenceRequest): Promise<InferenceAnswer> {
  const { id } = request;
  switch (request.kind) {
    case 'open':
      model = await openModel(request.open);
      return { id, value: { inputs: portsOf(model.session.inputMetadata), outputs: portsOf(model.session.outputMetadata) } };
    case 'run':
      return { id, value: await runBatch(model!, request.batch, request.recipe) };
    case 'close':
      await model?.session.release();
      return { id, value: null };
  }
}

port.on('message', (request: InferenceRequest) => {
  last = last
    .then(() => answer(request))
    .then(
      (done) => port.postMessage(done),
      (error: unknown) => port.postMessage({ id: request.id, failure: failureOf(error) } satisfies InferenceAnswer),
    );
});

function failureOf(error: unknown): InferenceFailure {
  return error instanceof BrightlineError
    ? { kind: error.kind, message: error.message, next: error.next }
    : { message: error instanceof Error ? (error.stack ?? error.message) : firstLine(error) };
}
