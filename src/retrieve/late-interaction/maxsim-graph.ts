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

/** Inner products in float32, summed in whatever order the library likes. */
export interface MaxSimGraph {
  /**
   * @param documents rows × dimension, row-major; rows are whole groups.
   * @param queries dimension × query tokens, row-major: a column a token.
   * @param highest groups × query tokens, row-major: where to put the highest product of each group's vectors.
   */
  highest(documents: Float32Array, queries: Float32Array, highest: Float32Array): Promise<void>;
  /** The same, with every product beside it. The result is only good until the next call. */
  products(documents: Float32Array, queries: Float32Array): Promise<Products>;
}

export interface Products {
  /** Groups × query tokens, row-major. */
  readonly highest: Float32Array;
  /** Rows × query tokens, row-major. */
  readonly products: Float32Array;
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
  const roomFor = (output: keyof typeof rooms, size: number): Float32Array => {
    if (rooms[output].length < size) rooms[output] = new Float32Array(size);
    return rooms[output].subarray(0, size);
  };
  const run = async (documents: Float32Array, queries: Float32Array, highest: Float32Array, products?: Float32Array): Promise<void> => {
    const groups = documents.length / dimension / groupSize;
    const tokens = queries.length / dimension;
    const inputs = {
      documents: new Tensor('float32', documents, [groups, groupSize, dimension]),
      queries: new Tensor('float32', queries, [dimension, tokens]),
    };
    await session.run(inputs, {
      highest: new Tensor('float32', highest, [groups, tokens]),
      ...(products && { products: new Tensor('float32', products, [groups, groupSize, tokens]) }),
    });
  };
  return {
    highest: (documents, queries, highest) => run(documents, queries, highest),
    async products(documents, queries) {
      const size = (documents.length / dimension) * (queries.length / dimension);
      const highest = roomFor('highest', size / groupSize);
      const products = roomFor('products', size);
      await run(documents, queries, highest, products);
      return { highest, products };
    },
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
