import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { VectorType } from '../../../src/encode/vector-type.ts';
import { type DenseOptions, dense } from '../../../src/retrieve/dense/dense.ts';
import type { Similarity } from '../../../src/retrieve/dense/similarity.ts';
import type { Retriever } from '../../../src/retrieve/retriever.ts';
import { silent } from '../../../src/support/progress.ts';
import { corpusOf, documents, queries, searchAll, testRetriever } from '../../contract/retriever.ts';
import { type FakeEncoder, type FakeEncoderOptions, fakeEncoder } from '../../encode/fake-encoder.ts';
import { needsShared, shared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
let folders = 0;
const freshRoot = (): string => join(folder, `store-${folders++}`);

interface Fake {
  readonly retriever: Retriever;
  readonly queries: FakeEncoder;
  readonly documents: FakeEncoder;
}

function fakeDense(options: Partial<DenseOptions> = {}, encoder: FakeEncoderOptions = {}): Fake {
  const fakes = { queries: fakeEncoder({ ...encoder, side: 'query' }), documents: fakeEncoder(encoder) };
  return { ...fakes, retriever: dense({ ...fakes, similarity: 'cosine', store: { root: freshRoot() }, ...options }) };
}

for (const similarity of ['cosine', 'dot'] as const) {
  for (const type of ['float32', 'float16'] as const) {
    testRetriever(`dense ${similarity} ${type}`, () => fakeDense({ similarity, store: { root: freshRoot(), type } }).retriever);
  }
}

test('what was encoded once is not encoded again: in the corpus, in the next run, in a larger corpus', async () => {
  const store = { root: freshRoot() };
  const first = fakeDense({ store });
  const expected = await searchAll(first.retriever, corpusOf(documents), queries, 10);
  assert.equal(first.documents.encoded.length, new Set(documents.map(({ text }) => text)).size);
  assert.equal(first.queries.encoded.length, queries.length);

  const second = fakeDense({ store });
  assert.deepEqual(await searchAll(second.retriever, corpusOf(documents), queries, 10), expected);
  assert.deepEqual([...second.documents.encoded, ...second.queries.encoded], []);

  const third = fakeDense({ store });
  const searcher = await third.retriever.index(corpusOf([{ id: 'new', text: 'a new one' }, ...documents]), { progress: silent });
  assert.deepEqual(third.documents.encoded, ['a new one']);
  assert.deepEqual(searcher.statistics, {
    documents: documents.length + 1,
    distinctTexts: documents.length,
    dimension: 24,
    encoded: 1,
    found: documents.length - 1,
    tokens: [...documents, { text: 'a new one' }].reduce((sum, { text }) => sum + text.split(/\s+/).length, 0),
    cutTokens: 0,
    cutDocuments: 0,
    shareOfTokensCut: 0,
    shareOfDocumentsCut: 0,
  });
});

test('what the model cut off is told, for every document', async () => {
  const texts = ['one two', 'one two three four', 'one two three four', ''];
  const corpus = corpusOf(texts.map((text, i) => ({ id: `d${i}`, text })));
  const { statistics } = await fakeDense({}, { maxWords: 2 }).retriever.index(corpus, { progress: silent });
  const { tokens, cutTokens, cutDocuments, shareOfTokensCut, shareOfDocumentsCut } = statistics as Record<string, number>;
  assert.deepEqual([tokens, cutTokens, cutDocuments, shareOfTokensCut, shareOfDocumentsCut], [7, 4, 2, 4 / 11, 0.5]);
});

test('encoders that differ share nothing', async () => {
  const root = freshRoot();
  for (const [model, type] of [
    ['a', 'float32'],
    ['b', 'float32'],
    ['a', 'float16'],
  ] as const) {
    const fake = fakeDense({ store: { root, type } }, { model });
    await searchAll(fake.retriever, corpusOf(documents), queries, 3);
    assert.equal(fake.documents.encoded.length, documents.length - 1, `${model} ${type}`);
  }
});

test('neither blocks, memory, threads nor the order in which vectors are stored change a byte', async () => {
  const words = 'wave water shore swing bridge tide'.split(' ');
  const texts = Array.from({ length: 150 }, (_, i) => `${words[i % 6]} ${words[(i * i) % 5]} ${i % 7 === 0 ? 'again' : i}`);
  const corpus = texts.map((text, i) => ({ id: `d${i}`, text }));
  const asked = queries.map((query, i) => ({ ...query, excluded: new Set([`d${i}`, 'd40', 'd41']) }));
  for (const similarity of ['cosine', 'dot'] as const) {
    const expected = await searchAll(fakeDense({ similarity }).retriever, corpusOf(corpus), asked, 40);
    const arrangements = [
      { search: { blockRows: 16 }, shards: { shardBytes: 2000 } },
      { search: { blockRows: 100, memoryBytes: 1 }, shards: { shardSeconds: 0 } },
      { search: { memoryBytes: 9000, threads: 1 }, shards: {} },
      { search: { threads: 3, blockRows: 48 }, shards: { shardBytes: 500, shardSeconds: 0 } },
    ];
    for (const arrangement of arrangements) {
      const fake = fakeDense({ similarity, ...arrangement }, { batchSize: 7 });
      // Another corpus came first, so that the rows of this one are scattered.
      await fake.retriever.index(corpusOf(corpus.filter((_, i) => i % 3 === 1).reverse()), { progress: silent });
      assert.deepEqual(await searchAll(fake.retriever, corpusOf(corpus, 50), asked, 40), expected);
    }
  }
});

test('the depth may be larger than the corpus', async () => {
  for (const { ids } of await searchAll(fakeDense().retriever, corpusOf(documents), queries.slice(0, 4), 5000)) {
    assert.equal(ids.length, documents.length);
  }
});

test('vectors of zeros are like nothing: cosine 0, in corpus order', async () => {
  const { retriever } = fakeDense({}, { vectorOf: (text) => (text === '' ? [0, 0] : [text.length, -1]) });
  const corpus = ['', 'b', '', 'dd'].map((text, i) => ({ id: `d${i}`, text }));
  const [of, ofNothing] = await searchAll(retriever, corpusOf(corpus), [queries[1]!, queries[2]!], 9);
  assert.deepEqual([of!.ids, of!.scores.at(-1)], [['d3', 'd1', 'd0', 'd2'], 0]);
  assert.deepEqual(
    [ofNothing!.ids, [...ofNothing!.scores]],
    [
      ['d0', 'd1', 'd2', 'd3'],
      [0, 0, 0, 0],
    ],
  );
});

test('candidates that tie with a document that stands earlier keep their own order', async () => {
  const { retriever } = fakeDense({}, { vectorOf: () => [1, 1] });
  const corpus = ['twin', 'other', 'third', 'twin'].map((text, i) => ({ id: `d${i}`, text }));
  const named = (ids: readonly string[], excluded: readonly string[] = []): (typeof queries)[number] => ({
    ...queries[0]!,
    candidates: new Set(ids),
    excluded: new Set(excluded),
  });
  const rankings = await searchAll(retriever, corpusOf(corpus), [named(['d3', 'd2']), named(['d0', 'd1', 'd3'], ['d0'])], 1);
  assert.deepEqual(
    rankings.map(({ ids }) => ids),
    [['d2'], ['d1']],
  );
});

test('queries and documents of different lengths of vectors are refused', async () => {
  const retriever = dense({
    queries: fakeEncoder({ side: 'query', dimension: 8 }),
    documents: fakeEncoder({ dimension: 24 }),
    similarity: 'dot',
    store: { root: freshRoot() },
  });
  await assert.rejects(searchAll(retriever, corpusOf(documents), queries, 3), { kind: 'data', message: /8 numbers, documents of 24/ });
});

interface Golden {
  readonly documents: readonly { readonly text: string; readonly embedding: readonly number[] }[];
  readonly queries: readonly { readonly text: string; readonly embedding: readonly number[] }[];
}

test('rader-tiny: the ranking is that of brute-force float64 products', { skip: needsShared }, async () => {
  const golden: Golden = JSON.parse(readFileSync(join(shared!, 'hub/models/fixtures/rader-tiny/golden.json'), 'utf8'));
  const all = new Map([...golden.documents, ...golden.queries].map(({ text, embedding }) => [text, embedding]));
  const corpus = golden.documents.map(({ text }, i) => ({ id: `d${i}`, text }));
  const asked = golden.queries.map(({ text }, i) => ({ topic: `q${i}`, text, excluded: new Set<string>() }));
  for (const similarity of ['dot', 'cosine'] satisfies Similarity[]) {
    const { retriever } = fakeDense(
      { similarity, store: { root: freshRoot(), type: 'float32' satisfies VectorType } },
      { vectorOf: (text) => all.get(text)! },
    );
    const rankings = await searchAll(retriever, corpusOf(corpus), asked, 1000);
    rankings.forEach(({ ids, scores }, q) => {
      const query = Float32Array.from(golden.queries[q]!.embedding);
      const products = golden.documents.map(({ embedding }) => Float32Array.from(embedding).reduce((sum, x, i) => sum + x * query[i]!, 0));
      const order = [...products.keys()].sort((a, b) => products[b]! - products[a]! || a - b);
      assert.deepEqual(
        ids,
        order.map((i) => `d${i}`),
      );
      if (similarity === 'dot') assert.deepEqual([...scores], [...order.map((i) => products[i]!)]);
    });
  }
});
