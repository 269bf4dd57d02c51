import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataError } from '../../../src/errors.ts';
import { createParallelSearch, type ParallelSearchSettings } from '../../../src/retrieve/dense/parallel-search.ts';
import type { Similarity } from '../../../src/retrieve/dense/similarity.ts';
import { createVectorRoom } from '../../../src/retrieve/dense/vector-room.ts';
import type { VectorSet } from '../../../src/retrieve/dense/vector-set.ts';
import { silent } from '../../../src/support/progress.ts';

const normOf = (vector: Float32Array): number => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
const multiply = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

function setOf(vectors: readonly Float32Array[], dimension: number): VectorSet {
  return {
    count: vectors.length,
    dimension,
    norms: Float64Array.from(vectors, normOf),
    tieOrder: Uint32Array.from(vectors.keys()),
    async read(first, count, target) {
      for (let i = 0; i < count; i++) target.set(vectors[first + i]!, i * dimension);
    },
  };
}

interface Case {
  readonly vectors: readonly Float32Array[];
  readonly queries: readonly Float32Array[];
  readonly dimension: number;
  readonly similarity: Similarity;
  readonly wanted: number;
  readonly settings?: ParallelSearchSettings;
}

/** Searches, and sorts all products in float64, and holds one against the other to the bit. */
async function holdAgainstBruteForce({ vectors, queries, dimension, similarity, wanted, settings }: Case): Promise<void> {
  const { search, close } = await createParallelSearch(setOf(vectors, dimension), similarity, settings);
  const found = await search(
    queries.map((vector) => ({ vector, norm: normOf(vector), wanted })),
    { progress: silent },
  );
  await close();
  found.forEach((best, q) => {
    const query = queries[q]!;
    const scores = vectors.map((vector) => {
      const product = multiply(vector, query);
      return similarity === 'dot' || product === 0 ? product : product / (normOf(query) * normOf(vector));
    });
    const order = [...vectors.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, wanted);
    assert.deepEqual([...best.vectors], order);
    assert.deepEqual(
      [...best.scores],
      order.map((at) => scores[at]!),
    );
  });
}

const similarity = fc.constantFrom('dot', 'cosine') satisfies fc.Arbitrary<Similarity>;
const settings = fc.record({
  blockRows: fc.constantFrom(1, 8, 24, 1000),
  memoryBytes: fc.constantFrom(1, 500, 4000, 1 << 30),
});

test('the ranking and the scores are those of brute force, whatever the vectors', async () => {
  // Numbers that float32 sums get wrong: of very different size, and with many ties and near-ties.
  const number = fc.oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 }),
    fc.constantFrom(0, 1, -1, Math.fround(1 + 2 ** -23), Math.fround(1e-20), Math.fround(1e9), Math.fround(-1e9)),
  );
  const shape = fc.integer({ min: 1, max: 19 });
  const sized = shape.chain((dimension) => {
    const vector = fc.array(number, { minLength: dimension, maxLength: dimension }).map((numbers) => Float32Array.from(numbers));
    return fc.record({
      dimension: fc.constant(dimension),
      vectors: fc.array(vector, { minLength: 1, maxLength: 90 }),
      queries: fc.array(vector, { minLength: 1, maxLength: 3 }),
    });
  });
  await fc.assert(
    fc.asyncProperty(sized, similarity, fc.integer({ min: 1, max: 100 }), settings, (made, like, wanted, how) =>
      holdAgainstBruteForce({ ...made, similarity: like, wanted, settings: how }),
    ),
    { numRuns: 120 },
  );
});

/** Vectors of a crowd: all near one direction, as embeddings are, so that thousands lie within the float32 product's error of each other. */
function crowd(count: number, dimension: number, spread: number, seed: number): Float32Array[] {
  let state = seed;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? 1 : -1) + spread * draw());
    const norm = normOf(vector);
    return vector.map((x) => x / norm);
  });
}

test('near-ties by the thousand are told apart', async () => {
  for (const spread of [1e-1, 1e-3, 1e-6]) {
    for (const like of ['dot', 'cosine'] as const) {
      const vectors = crowd(6000, 64, spread, 1);
      // More candidates than there is room for, twins that only their places tell apart, and blocks that end anywhere.
      vectors.push(...vectors.slice(100, 400));
      const queries = crowd(2, 64, spread, 2);
      await holdAgainstBruteForce({
        vectors,
        queries,
        dimension: 64,
        similarity: like,
        wanted: 50,
        settings: { blockRows: 1024, threads: 1 },
      });
      await holdAgainstBruteForce({
        vectors,
        queries,
        dimension: 64,
        similarity: like,
        wanted: 700,
        settings: { memoryBytes: 1 << 19, threads: 3 },
      });
    }
  }
});

test('vectors so short that float32 cannot hold their inverse are still ranked exactly', async () => {
  const vectors = crowd(500, 12, 1, 3).map((vector, i) => vector.map((x) => x * 2 ** -(i % 126)));
  for (const like of ['dot', 'cosine'] as const) {
    await holdAgainstBruteForce({ vectors, queries: crowd(3, 12, 1, 4), dimension: 12, similarity: like, wanted: 20 });
  }
});

test('a constant model: everything ties, in corpus order', async () => {
  const vectors = Array.from({ length: 9000 }, () => Float32Array.of(0.6, 0.8));
  await holdAgainstBruteForce({ vectors, queries: [Float32Array.of(1, 0)], dimension: 2, similarity: 'cosine', wanted: 10 });
});

test('any number of threads finds the same, also among candidates and where parts have less than is wanted', async () => {
  const vectors = crowd(700, 16, 1, 7);
  vectors.push(...vectors.slice(0, 50));
  const queries = crowd(5, 16, 1, 8).map((vector, i) => ({
    vector,
    norm: normOf(vector),
    wanted: [1, 40, 300, 5000, 60][i]!,
    among: i === 4 ? Uint32Array.of(0, 1, 333, 400, 700, 749) : undefined,
  }));
  const alone = await createParallelSearch(setOf(vectors, 16), 'cosine', { threads: 1 });
  const expected = await alone.search(queries, { progress: silent });
  assert.deepEqual(
    expected.map((found) => found.vectors.length),
    [1, 40, 300, 750, 6],
  );
  for (const settings of [{ threads: 2 }, { threads: 5, blockRows: 24 }, { threads: 3, memoryBytes: 5000 }]) {
    const { search, close } = await createParallelSearch(setOf(vectors, 16), 'cosine', settings);
    for (let again = 0; again < 2; again++) assert.deepEqual(await search(queries, { progress: silent }), expected);
    await close();
    await assert.rejects(search(queries, { progress: silent }), { kind: 'data', message: /has been closed/ });
  }
});

test('searches at the same time, and after one that was stopped, do not disturb each other', async () => {
  const vectors = crowd(400, 8, 1, 5);
  const queries = crowd(6, 8, 1, 6).map((vector) => ({ vector, norm: normOf(vector), wanted: 30 }));
  const alone = await createParallelSearch(setOf(vectors, 8), 'dot', { threads: 1 });
  for (const threads of [1, 2]) {
    const { search, close } = await createParallelSearch(setOf(vectors, 8), 'dot', { memoryBytes: 2000, threads });
    const controller = new AbortController();
    const stopped = search(queries, {
      progress: { start: () => ({ advance: () => controller.abort(), end() {} }) },
      signal: controller.signal,
    });
    const both = [search(queries.slice(0, 3), { progress: silent }), search(queries.slice(3), { progress: silent })];
    await assert.rejects(stopped, { kind: 'interrupted' });
    assert.deepEqual((await Promise.all(both)).flat(), await alone.search(queries, { progress: silent }));
    await close();
  }
});

test('whatever keeps vectors from being read is told as it is', async () => {
  const set = setOf(crowd(100, 8, 1, 9), 8);
  const damaged = dataError('shard 7 is damaged', { next: 'Delete it.' });
  for (const threads of [1, 2]) {
    const broken = { ...set, read: async (first: number) => Promise.reject(first >= 0 ? damaged : undefined) };
    const { search, close } = await createParallelSearch(broken, 'dot', { threads });
    const [vector] = crowd(1, 8, 1, 1);
    await assert.rejects(search([{ vector: vector!, norm: 1, wanted: 1 }], { progress: silent }), damaged);
    await close();
  }
});

test('an inner product is summed from its first number to its last, for any rows, any dimension and many queries', () => {
  const rising = fc.uniqueArray(fc.nat(40), { maxLength: 41 }).map((rows) => Uint32Array.from(rows).sort());
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 21 }),
      fc.array(rising, { maxLength: 200 }),
      fc.integer({ min: 1, max: 1e6 }),
      (dimension, wanted, seed) => {
        const vectors = crowd(41, dimension, 3, seed);
        const room = createVectorRoom(41, dimension);
        for (const [at, vector] of vectors.entries()) room.vectors.set(vector, at * dimension);
        const jobs = wanted.map((rows, at) => ({
          weights: new Float64Array(vectors[at % 41]!),
          rows,
          products: new Float64Array(rows.length),
        }));
        room.multiply(jobs);
        for (const [at, { rows, products }] of jobs.entries()) {
          assert.deepEqual(
            [...products],
            Array.from(rows, (row) => multiply(vectors[row]!, vectors[at % 41]!)),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});
