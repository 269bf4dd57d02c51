// How fast exact dense search is, beside the bare matrix product that no search can do without.
//
//   node dist/test/speed/dense.js [rows] [dimension] [documents.f32 queries.f32]
//
// 60,000 vectors of 768 numbers unless told otherwise, at unit length: those of the files (float32, row-major) or seeded random ones; 100 queries, depth
// 1000, similarity dot. Vectors are in memory before the clock starts, as they are for torch and faiss. Passes of the search and of a Gemm alone (in
// blocks, its scores thrown away) take turns; the fastest and the median of 9 are printed. To put it beside torch or faiss, give all of them the
// same two files and let them take turns; test/speed/README.md has the figures.
import { readFileSync } from 'node:fs';
import { createParallelSearch } from '../../src/retrieve/dense/parallel-search.ts';
import type { VectorSet } from '../../src/retrieve/dense/vector-set.ts';
import { onnxModel } from '../../src/support/onnx-graph.ts';
import { loadOnnxRuntime } from '../../src/support/onnx-runtime.ts';
import { silent } from '../../src/support/progress.ts';

const [rowsText = '60000', dimensionText = '768', documentsFile, queriesFile] = process.argv.slice(2);
const [count, dimension] = [Number(rowsText), Number(dimensionText)];
const QUERIES = 100;
const DEPTH = 1000;
const BLOCK = 8192;

const documents = documentsFile === undefined ? randomUnits(count, 1) : readFloats(documentsFile);
const queries = queriesFile === undefined ? randomUnits(QUERIES, 2) : readFloats(queriesFile);
const set: VectorSet = {
  count,
  dimension,
  norms: new Float64Array(count).fill(1 + 1e-6),
  tieOrder: Uint32Array.from({ length: count }, (_, row) => row),
  async read(first, length, target) {
    target.set(documents.subarray(first * dimension, (first + length) * dimension));
  },
};

const { search } = await createParallelSearch(set, 'dot');
const asked = Array.from({ length: QUERIES }, (_, at) => ({
  vector: queries.subarray(at * dimension, (at + 1) * dimension),
  norm: 1 + 1e-6,
  wanted: DEPTH,
}));

const { InferenceSession, Tensor } = await loadOnnxRuntime();
const product = await InferenceSession.create(
  onnxModel({
    inputs: [
      { name: 'q', type: 'float32', shape: ['m', 'k'] },
      { name: 'd', type: 'float32', shape: ['n', 'k'] },
    ],
    outputs: [{ name: 's', type: 'float32', shape: ['m', 'n'] }],
    nodes: [{ op: 'Gemm', inputs: ['q', 'd'], outputs: ['s'], attributes: { transB: 1 } }],
  }),
);
const room = new Float32Array(QUERIES * BLOCK);

const passes = { search: [] as number[], gemm: [] as number[] };
for (let pass = 0; pass < 11; pass++) {
  let start = performance.now();
  await search(asked, { progress: silent });
  if (pass > 1) passes.search.push(performance.now() - start);
  start = performance.now();
  for (let at = 0; at < count; at += BLOCK) {
    const rows = Math.min(BLOCK, count - at);
    const d = new Tensor('float32', documents.subarray(at * dimension, (at + rows) * dimension), [rows, dimension]);
    const s = new Tensor('float32', room.subarray(0, QUERIES * rows), [QUERIES, rows]);
    await product.run({ q: new Tensor('float32', queries, [QUERIES, dimension]), d }, { s });
  }
  if (pass > 1) passes.gemm.push(performance.now() - start);
}
for (const [name, times] of Object.entries(passes)) {
  times.sort((a, b) => a - b);
  process.stdout.write(
    `${name} ${count} × ${dimension}: fastest ${times[0]!.toFixed(0)} ms, median ${times[times.length >> 1]!.toFixed(0)} ms\n`,
  );
}
process.stdout.write(`peak memory: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`);

function readFloats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** Vectors of unit length whose numbers come from a small generator (Numerical Recipes' linear one), so that every run has the same. */
function randomUnits(rows: number, seed: number): Float32Array {
  const numbers = new Float32Array(rows * dimension);
  let state = seed;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * dimension; i < (row + 1) * dimension; i++) {
      // The sum of three is bell-shaped enough.
      let value = 0;
      for (let draw = 0; draw < 3; draw++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        value += state / 2 ** 32 - 0.5;
      }
      numbers[i] = value;
      sum += value * value;
    }
    for (let i = row * dimension; i < (row + 1) * dimension; i++) numbers[i]! /= Math.sqrt(sum);
  }
  return numbers;
}
