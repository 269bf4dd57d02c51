import { capabilityError } from '../errors.ts';

type OnnxRuntime = typeof import('onnxruntime-node');

let loading: Promise<OnnxRuntime> | undefined;

/**
 * The ONNX Runtime library, loaded when first asked for: whoever runs no model needs no native library. Only this file imports it. Its own log on
 * stderr stays silent: what fails is thrown as well.
 *
 * @throws `capability` error where the library ships no build for this platform or the build can't be loaded.
 */
export function loadOnnxRuntime(): Promise<OnnxRuntime> {
  loading ??= importRuntime();
  return loading;
}

async function importRuntime(): Promise<OnnxRuntime> {
  try {
    const runtime = await import('onnxruntime-node');
    runtime.env.logLevel = 'fatal';
    return runtime;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw capabilityError(`ONNX Runtime can't be loaded on ${process.platform} ${process.arch}: ${reason}`, {
      next: 'Reinstall with `npm install onnxruntime-node`; it has builds for Linux and Windows (x64, arm64) and macOS (arm64). Elsewhere use an endpoint.',
      cause,
    });
  }
}
