import type { InferenceSession } from 'onnxruntime-node';
import { onnxModel } from '../../support/onnx-graph.ts';
import { loadOnnxRuntime } from '../../support/onnx-runtime.ts';

/** Vectors of a document whose highest products are told, rather than each. */
export const groupSize = 8;

export interface MaxSimGraphOptions {
  readonly dimension: number;
  /** Threads of the product. Default: one a core. */
  readonly threads?: number | undefined;
}

/** Inner products in float32, summed in whatever order the library likes. A result is only good until the next call. */
export interface MaxSimGraph {
  /**
   * @param documents rows × dimension, row-major; rows are whole groups.
   * @param queries dimension × query tokens, row-major: a column a token.
   * @returns groups × query tokens, row-major: the highest product of each group's vectors.
   */
  highest(documents: Float32Array, queries: Float32Array): Promise<Float32Array>;
  /** @returns rows × query tokens, row-major: every product. */
  products(documents: Float32Array, queries: Float32Array): Promise<Float32Array>;
}

/** One graph for ONNX Runtime: the product of documents' and query's tokens (MatMul), and over it the highest of each group (ReduceMax). */
export async function loadMaxSimGraph({ dimension, threads }: MaxSimGraphOptions): Promise<MaxSimGraph> {
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    ...(threads !== undefined && { intraOpNumThreads: threads }),
  };
  const session = await InferenceSession.create(maxSimModel(), options);
  // The outputs' memory is used again and again: a new one for each block would be filled with zeros first.
  const rooms = { highest: new Float32Array(0), products: new Float32Array(0) };
  const run = async (output: 'highest' | 'products', documents: Float32Array, queries: Float32Array): Promise<Float32Array> => {
    const groups = documents.length / dimension / groupSize;
    const tokens = queries.length / dimension;
    const shape = output === 'highest' ? [groups, tokens] : [groups, groupSize, tokens];
    const size = shape.reduce((product, length) => product * length, 1);
    if (rooms[output].length < size) rooms[output] = new Float32Array(size);
    const made = rooms[output].subarray(0, size);
    await session.run(
      {
        documents: new Tensor('float32', documents, [groups, groupSize, dimension]),
        queries: new Tensor('float32', queries, [dimension, tokens]),
      },
      { [output]: new Tensor('float32', made, shape) },
    );
    return made;
  };
  return {
    highest: (documents, queries) => run('highest', documents, queries),
    products: (documents, queries) => run('products', documents, queries),
  };
}

function maxSimModel(): Uint8Array {
  return onnxModel({
    inputs: [
      { name: 'documents', type: 'float32', shape: ['group', groupSize, 'number'] },
      { name: 'queries', type: 'float32', shape: ['number', 'token'] },
    ],
    outputs: [
      { name: 'highest', type: 'float32', shape: ['group', 'token'] },
      { name: 'products', type: 'float32', shape: ['group', groupSize, 'token'] },
    ],
    nodes: [
      { op: 'MatMul', inputs: ['documents', 'queries'], outputs: ['products'] },
      { op: 'ReduceMax', inputs: ['products'], outputs: ['highest'], attributes: { axes: [1], keepdims: 0 } },
    ],
  });
}
