import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Query } from '../../../src/query/query.ts';
import { type LateInteractionOptions, lateInteraction } from '../../../src/retrieve/late-interaction/late-interaction.ts';
import type { Retriever } from '../../../src/retrieve/retriever.ts';
import type { Ranking } from '../../../src/run/ranking.ts';
import { fromFloat16, toFloat16 } from '../../../src/support/float16.ts';
import { silent } from '../../../src/support/progress.ts';
import { corpusOf, documents, queries, searchAll, testRetriever } from '../../contract/retriever.ts';
import { type FakeTokensOptions, fakeTokenEncoder, type Recorded, textVectors } from '../../encode/fake-tokens.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
let folders = 0;
const freshRoot = (): string => join(folder, `store-${folders++}`);

interface Fake {
  readonly retriever: Retriever;
  readonly queries: Recorded;
  readonly documents: Recorded;
}

function fake(options: Partial<LateInteractionOptions> = {}, encoder: FakeTokensOptions = {}): Fake {
  const fakes = { queries: fakeTokenEncoder({ ...encoder, side: 'query' }), documents: fakeTokenEncoder(encoder) };
  return { ...fakes, retriever: lateInteraction({ ...fakes, store: { root: freshRoot() }, ...options }) };
}

for (const type of ['float32', 'float16'] as const) {
  testRetriever(`late interaction ${type}`, () => fake({ store: { root: freshRoot(), type } }).retriever);
}

const dimension = 16;
type Type = 'float32' | 'float16';

/** Σ over the query's tokens of the highest inner product, in float64 throughout, over vectors as they are stored. */
function maxSim(query: string, document: string, type: Type): number {
  const stored = textVectors(document, dimension).map((row) => (type === 'float32' ? row : row.map((x) => fromFloat16(toFloat16(x)))));
  let score = 0;
  for (const token of textVectors(query, dimension)) {
    score += Math.max(...stored.map((row) => row.reduce((sum, x, i) => sum + x * token[i]!, 0)));
  }
  return score;
}

function bruteForce(
  corpus: readonly { readonly id: string; readonly text: string }[],
  { text, excluded }: Query,
  depth: number,
  type: Type,
): Ranking {
  const scores = corpus.map((document) => maxSim(text, document.text, type));
  const order = [...corpus.keys()].filter((at) => !excluded.has(corpus[at]!.id)).sort((a, b) => scores[b]! - scores[a]! || a - b); // biome-ignore format: one order
  const best = order.slice(0, depth);
  return { ids: best.map((at) => corpus[at]!.id), scores: Float64Array.from(best, (at) => scores[at]!) };
}

test('rankings and scores are those of brute force in float64, to the last bit', async () => {
  for (const type of ['float32', 'float16'] as const) {
    const rankings = await searchAll(fake({ store: { root: freshRoot(), type } }).retriever, corpusOf(documents), queries, 5);
    for (const [at, ranking] of rankings.entries()) assert.deepEqual(ranking, bruteForce(documents, queries[at]!, 5, type));
  }
});

const words = 'wave water shore swing bridge tide deep shallow'.split(' ');
const texts = fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((some) => some.join(' '));

test('any corpus, whatever its order, blocks, windows, threads and shards: the ranking of brute force', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(texts, { minLength: 1, maxLength: 40 }),
      fc.array(texts, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 45 }),
      fc.record({
        memoryBytes: fc.constantFrom(1, 5000, 1 << 20),
        blockRows: fc.constantFrom(1, 8, 40, 4096),
        blockTokens: fc.constantFrom(1, 20, 2048),
        threads: fc.constantFrom(1, 2),
      }),
      fc.constantFrom(1, 500, 1 << 20),
      fc.array(fc.nat(45), { maxLength: 6 }),
      async (some, asked, depth, search, shardBytes, out) => {
        const corpus = some.map((text, at) => ({ id: `d${at}`, text }));
        const excluded = new Set(out.map((at) => `d${at}`));
        const wanted = asked.map((text, at) => ({ topic: `q${at}`, text, excluded }));
        const { retriever } = fake({ search, shards: { shardBytes } }, { batchSize: 3 });
        const rankings = await searchAll(retriever, corpusOf(corpus, 7), wanted, depth);
        for (const [at, ranking] of rankings.entries()) assert.deepEqual(ranking, bruteForce(corpus, wanted[at]!, depth, 'float16'));
      },
    ),
    { numRuns: 60 },
  );
});

test('candidates alone come back, where texts are shared as well', async () => {
  const corpus = ['wave', 'tide wave', 'wave', 'shore', 'tide wave'].map((text, at) => ({ id: `d${at}`, text }));
  const query = { topic: 'q', text: 'wave tide', excluded: new Set(['d1']), candidates: new Set(['d4', 'd2', 'd1', 'none']) };
  const [ranking] = await searchAll(fake({ search: { memoryBytes: 1 } }).retriever, corpusOf(corpus), [query], 9);
  assert.deepEqual(ranking!.ids, ['d4', 'd2']);
  assert.deepEqual([...ranking!.scores], [maxSim('wave tide', 'tide wave', 'float16'), maxSim('wave tide', 'wave', 'float16')]);
});

test('what was encoded once is not encoded again, and what a corpus became is told', async () => {
  const store = { root: freshRoot() };
  const first = fake({ store });
  const expected = await searchAll(first.retriever, corpusOf(documents), queries, 10);
  assert.equal(first.documents.encoded.length, new Set(documents.map(({ text }) => text)).size);
  const second = fake({ store });
  assert.deepEqual(await searchAll(second.retriever, corpusOf(documents), queries, 10), expected);
  assert.deepEqual([...second.documents.encoded, ...second.queries.encoded], []);
  const third = fake({ store });
  const { statistics } = await third.retriever.index(corpusOf([{ id: 'new', text: 'a new one' }, ...documents]), { progress: silent });
  assert.deepEqual(third.documents.encoded, ['a new one']);
  const all = ['a new one', ...new Set(documents.map(({ text }) => text))];
  const vectors = all.reduce((sum, text) => sum + textVectors(text, dimension).length, 0);
  const { documents: count, distinctTexts, encoded, found, dimension: width, vectors: stored } = statistics as Record<string, number>;
  assert.deepEqual([count, distinctTexts, encoded, found, width, stored], [8, 7, 1, 6, dimension, vectors]);
});

test('queries and documents of different lengths of vectors are refused', async () => {
  const retriever = lateInteraction({
    queries: fakeTokenEncoder({ side: 'query', dimension: 8 }),
    documents: fakeTokenEncoder({ dimension: 16 }),
    store: { root: freshRoot() },
  });
  await assert.rejects(searchAll(retriever, corpusOf(documents), queries, 3), { kind: 'data', message: /8 numbers, documents of 16/ });
});
