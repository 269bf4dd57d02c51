import type { InferenceSession } from 'onnxruntime-node';
import { type OnnxConstant, type OnnxNode, type OnnxValue, onnxModel } from '../../support/onnx-graph.ts';
import { loadOnnxRuntime } from '../../support/onnx-runtime.ts';
import type { Similarity } from './similarity.ts';

/** Documents whose highest score is told along with their scores. */
export const groupSize = 8;

/** A block of documents to be scored. */
export interface DocumentBlock {
  /** Rows × dimension, row-major; the number of rows is a multiple of `groupSize`. */
  readonly vectors: Float32Array;
  /** Of each row 1 / norm, 0 for a vector of zeros; used for cosine alone. */
  readonly inverseNorms: Float32Array;
}

/** Approximate scores of a block's documents. */
export interface BlockScores {
  /** Queries × rows, row-major. */
  readonly scores: Float32Array;
  /** Queries × rows / `groupSize`: the highest score of each group of rows. */
  readonly highest: Float32Array;
}

/** Scores a block for some queries (queries × dimension, row-major). The result is only good until the next call. */
export type ScoreBlock = (queries: Float32Array, block: DocumentBlock) => Promise<BlockScores>;

/**
 * One graph for ONNX Runtime: the product of queries and transposed documents (Gemm), for cosine divided by the documents' norms, and over it
 * the highest score of each group of documents (ReduceMax), which spares the search most of the scores.
 */
export async function loadScoreGraph(similarity: Similarity, dimension: number): Promise<ScoreBlock> {
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  // One thread: those that share the work of a search have a part of the vectors each.
  const options: InferenceSession.SessionOptions = { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1 };
  const session = await InferenceSession.create(scoreModel(similarity), options);
  // The outputs' memory is used again and again: a new one for each block would be filled with zeros first.
  let scores = new Float32Array(0);
  let highest = new Float32Array(0);
  return async (queries, { vectors, inverseNorms }) => {
    const count = queries.length / dimension;
    const rows = vectors.length / dimension;
    const groups = rows / groupSize;
    if (scores.length < count * rows) {
      scores = new Float32Array(count * rows);
      highest = new Float32Array(count * groups);
    }
    const outputs = {
      scores: new Tensor('float32', scores.subarray(0, count * rows), [count, rows]),
      highest: new Tensor('float32', highest.subarray(0, count * groups), [count, groups]),
    };
    const inputs = {
      queries: new Tensor('float32', queries, [count, dimension]),
      documents: new Tensor('float32', vectors, [rows, dimension]),
    };
    await session.run(
      similarity === 'cosine' ? { ...inputs, inverse_norms: new Tensor('float32', inverseNorms, [rows]) } : inputs,
      outputs,
    );
    return { scores: outputs.scores.data, highest: outputs.highest.data };
  };
}

function scoreModel(similarity: Similarity): Uint8Array {
  const cosine = similarity === 'cosine';
  const nodes: OnnxNode[] = [
    { op: 'Gemm', inputs: ['queries', 'documents'], outputs: [cosine ? 'products' : 'scores'], attributes: { transB: 1 } },
    ...(cosine ? [{ op: 'Mul', inputs: ['products', 'inverse_norms'], outputs: ['scores'] }] : []),
    { op: 'Reshape', inputs: ['scores', 'group_shape'], outputs: ['groups'] },
    { op: 'ReduceMax', inputs: ['groups'], outputs: ['highest'], attributes: { axes: [2], keepdims: 0 } },
  ];
  const inputs: OnnxValue[] = [
    { name: 'queries', type: 'float32', shape: ['query', 'number'] },
    { name: 'documents', type: 'float32', shape: ['row', 'number'] },
    ...(cosine ? [{ name: 'inverse_norms', type: 'float32', shape: ['row'] } as const] : []),
  ];
  const outputs: OnnxValue[] = [
    { name: 'scores', type: 'float32', shape: ['query', 'row'] },
    { name: 'highest', type: 'float32', shape: ['query', 'group'] },
  ];
  // 0: as long as the axis was; -1: whatever is left.
  const groupShape: OnnxConstant = { name: 'group_shape', type: 'int64', shape: [3], data: BigInt64Array.of(0n, -1n, BigInt(groupSize)) };
  return onnxModel({ inputs, outputs, constants: [groupShape], nodes });
}
