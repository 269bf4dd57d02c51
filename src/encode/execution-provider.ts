import { capabilityError, usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';

/** What a model can be run on (ONNX Runtime's execution providers). */
export type ExecutionProvider = 'cpu' | 'cuda' | 'coreml' | 'dml' | 'webgpu' | 'tensorrt';

export const executionProviders: readonly ExecutionProvider[] = ['cpu', 'cuda', 'coreml', 'dml', 'webgpu', 'tensorrt'];

/** @throws `usage` error with the nearest names for one that isn't there. */
export function parseExecutionProvider(name: string): ExecutionProvider {
  const found = executionProviders.find((known) => known === name.toLowerCase());
  if (found !== undefined) return found;
  throw usageError(`execution provider "${name}": there is none of that name`, {
    next: `${didYouMean(name, executionProviders)}There are: ${executionProviders.join(', ')}.`,
  });
}

/** What each needs beside the npm package. */
const needs: Readonly<Record<ExecutionProvider, string>> = {
  cpu: 'It is part of the package on every platform.',
  cuda: 'It needs Linux x64 with an NVIDIA driver, CUDA 12 and cuDNN 9, and the CUDA files that the package leaves out: `npm install onnxruntime-node --onnxruntime-node-install=cuda12`.',
  tensorrt:
    'It needs what cuda needs (`npm install onnxruntime-node --onnxruntime-node-install=cuda12`), and TensorRT 10 on the library path.',
  coreml: 'It needs macOS on Apple silicon.',
  dml: 'It needs Windows with a DirectX 12 graphics card.',
  webgpu: 'It needs a graphics card with a driver for Vulkan (Linux), Direct3D 12 (Windows) or Metal (macOS).',
};

/** The error for a provider that this machine doesn't have, or that won't start. */
export function providerMissing(provider: ExecutionProvider, available: readonly string[], reason?: string): Error {
  const why = reason === undefined ? '' : `: ${reason}`;
  return capabilityError(
    `execution provider ${provider}: can't be used on this machine (${process.platform} ${process.arch})${why}; there are: ${available.join(', ')}`,
    { next: `${needs[provider]} Without it, cpu works everywhere, and an endpoint takes the work elsewhere.` },
  );
}
