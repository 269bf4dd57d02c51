import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OnnxGraph, onnxModel } from '../../src/support/onnx-graph.ts';
import { loadOnnxRuntime } from '../../src/support/onnx-runtime.ts';

test('a graph with every kind of attribute, constants and axes of any length runs', async () => {
  const graph: OnnxGraph = {
    inputs: [{ name: 'x', type: 'float32', shape: ['row', 2] }],
    outputs: [
      { name: 'y', type: 'float32', shape: [3, 'row'] },
      { name: 'order', type: 'int64', shape: ['rank', 'row'] },
    ],
    constants: [
      { name: 'w', type: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      { name: 'margins', type: 'int64', shape: [4], data: BigInt64Array.of(0n, 0n, 1n, 0n) },
      { name: 'two', type: 'int64', shape: [1], data: BigInt64Array.of(2n) },
    ],
    nodes: [
      { op: 'Gemm', inputs: ['x', 'w'], outputs: ['product'], attributes: { alpha: { float: 0.5 }, transB: 1 } },
      { op: 'Transpose', inputs: ['product'], outputs: ['turned'], attributes: { perm: [1, 0] } },
      { op: 'Pad', inputs: ['turned', 'margins', ''], outputs: ['y'], attributes: { mode: 'edge' } },
      { op: 'TopK', inputs: ['y', 'two'], outputs: ['best', 'order'], attributes: { axis: -2 } },
    ],
  };
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const session = await InferenceSession.create(onnxModel(graph));
  const { y, order } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 0, -1, 1), [2, 2]) });
  assert.deepEqual(y!.dims, [3, 2]);
  assert.deepEqual([...(y!.data as Float32Array)], [0.5, 0.5, 1.5, 0.5, 1.5, 0.5]);
  assert.deepEqual([...(order!.data as BigInt64Array)], [1n, 0n, 2n, 1n]);
});

test('a graph that makes no sense is refused by the session', async () => {
  const { InferenceSession } = await loadOnnxRuntime();
  const model = onnxModel({
    inputs: [],
    outputs: [{ name: 'y', type: 'float32', shape: [1] }],
    nodes: [{ op: 'Nonsense', inputs: [], outputs: ['y'] }],
  });
  await assert.rejects(InferenceSession.create(model), /Nonsense/);
});
