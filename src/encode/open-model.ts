import { dataError } from '../errors.ts';
import { loadOnnxRuntime } from '../support/onnx-runtime.ts';
import { type ExecutionProvider, providerMissing } from './execution-provider.ts';
import type { OpenRequest, Port } from './inference-messages.ts';

export type OnnxRuntime = Awaited<ReturnType<typeof loadOnnxRuntime>>;
export type OnnxSession = Awaited<ReturnType<OnnxRuntime['InferenceSession']['create']>>;

/** A model that can be run in this thread. */
export interface LoadedModel {
  readonly runtime: OnnxRuntime;
  readonly session: OnnxSession;
  readonly shownAs: string;
}

/**
 * Loads an ONNX file, with the files of weights that lie beside it. A model can be several gigabytes, and is read by the library itself.
 *
 * @throws `capability` error where a provider isn't there; `data` error for a file that is no model, or one that can't be loaded.
 */
export async function openModel({ path, shownAs, providers, threads }: OpenRequest): Promise<LoadedModel> {
  const runtime = await loadOnnxRuntime();
  const available = runtime.listSupportedBackends().map(({ name }) => name);
  for (const provider of providers) if (!available.includes(provider)) throw providerMissing(provider, available);
  try {
    const session = await runtime.InferenceSession.create(path, {
      executionProviders: [...providers],
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      graphOptimizationLevel: 'all',
      // A pattern is kept for each shape of input, and shapes differ from batch to batch.
      enableMemPattern: false,
      // Threads that wait for each other give their core away: beside other work, spinning takes up to three times as long; alone it gains nothing.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    return { runtime, session, shownAs };
  } catch (error) {
    const reason = firstLine(error);
    const provider = providers.find((name) => name !== 'cpu' && isAbout(name, reason));
    if (provider !== undefined) throw providerMissing(provider, available, reason);
    throw dataError(`${shownAs}: can't be loaded: ${reason}`, {
      next: 'The file or its external data (model.onnx_data beside it) may be damaged or incomplete; fetch or export it again.',
      cause: error,
    });
  }
}

/** Names and types of what a model takes, or gives. */
export function portsOf(metadata: OnnxSession['inputMetadata']): readonly Port[] {
  return metadata.map((port) =>
    port.isTensor ? { name: port.name, type: port.type, shape: port.shape } : { name: port.name, type: undefined, shape: [] },
  );
}

/** What the library says, without its source paths and stack. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/\S*\/onnxruntime\/\S+\s+/g, '')
    .split('\n')[0]!
    .slice(0, 400);
}

function isAbout(provider: ExecutionProvider, reason: string): boolean {
  const words: Readonly<Record<ExecutionProvider, RegExp>> = {
    cpu: /$^/,
    cuda: /cuda|cudnn|cublas|failed to load shared library|no kernel image/i,
    tensorrt: /tensorrt|failed to load shared library/i,
    coreml: /core ?ml/i,
    dml: /dml|directml|dxgi|d3d/i,
    webgpu: /web ?gpu|adapter|dawn|vulkan/i,
  };
  return words[provider].test(reason) || /backend not found/.test(reason);
}
