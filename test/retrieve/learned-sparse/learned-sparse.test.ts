import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Query } from '../../../src/query/query.ts';
import { impactProtocols, shapeTerms } from '../../../src/retrieve/learned-sparse/impacts.ts';
import { type LearnedSparseOptions, learnedSparse } from '../../../src/retrieve/learned-sparse/learned-sparse.ts';
import type { Retriever } from '../../../src/retrieve/retriever.ts';
import type { Ranking } from '../../../src/run/ranking.ts';
import { silent } from '../../../src/support/progress.ts';
import { corpusOf, documents, queries, searchAll, testRetriever } from '../../contract/retriever.ts';
import { type FakeTokensOptions, fakeSparseEncoder, type Recorded, textTerms } from '../../encode/fake-tokens.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
let folders = 0;
const freshRoot = (): string => join(folder, `store-${folders++}`);
const [exact, anserini] = impactProtocols as [(typeof impactProtocols)[number], (typeof impactProtocols)[number]];

interface Fake {
  readonly retriever: Retriever;
  readonly queries: Recorded;
  readonly documents: Recorded;
}

function fake(options: Partial<LearnedSparseOptions> = {}, encoder: FakeTokensOptions = {}): Fake {
  const fakes = { queries: fakeSparseEncoder({ ...encoder, side: 'query' }), documents: fakeSparseEncoder(encoder) };
  return { ...fakes, retriever: learnedSparse({ ...fakes, store: { root: freshRoot() }, ...options }) };
}

for (const impacts of impactProtocols) testRetriever(`learned sparse ${impacts.name}`, () => fake({ impacts }).retriever);

const vocabulary = 5000;
type Weigh = (weight: number) => number;
const asIs: Weigh = (weight) => weight;
const quantised: Weigh = (weight) => Math.round((weight / 5) * 256);

/** Inner products in float64, rounded once; documents that share no term are left out. */
function bruteForce(corpus: readonly { readonly id: string; readonly text: string }[], query: Query, depth: number, weigh = asIs): Ranking {
  const asked = textTerms(query.text, vocabulary);
  const scores = corpus.map(({ text }) => {
    const own = textTerms(text, vocabulary);
    let sum = 0;
    for (const [term, weight] of asked) if (own.has(term)) sum += weigh(weight) * weigh(own.get(term)!);
    return Math.fround(sum);
  });
  const places = [...corpus.keys()].filter((at) => scores[at]! > 0 && !query.excluded.has(corpus[at]!.id));
  const best = places.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, depth);
  return { ids: best.map((at) => corpus[at]!.id), scores: Float64Array.from(best, (at) => scores[at]!) };
}

test('rankings and scores are those of brute force', async () => {
  for (const [impacts, weigh] of [
    [exact, asIs],
    [anserini, quantised],
  ] as const) {
    // biome-ignore format: a table
    const rankings = await searchAll(fake({ impacts }).retriever, corpusOf(documents), queries, 10);
    for (const [at, ranking] of rankings.entries()) assert.deepEqual(ranking, bruteForce(documents, queries[at]!, 10, weigh));
    assert.deepEqual(rankings[2]!.ids, []);
  }
});

const words = 'wave water shore swing bridge tide deep shallow'.split(' ');
const texts = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((some) => some.join(' '));

test('any corpus, whatever its order, batches and shards: the ranking of brute force', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(texts, { minLength: 1, maxLength: 40 }),
      fc.array(texts, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 45 }),
      fc.constantFrom(1, 500, 1 << 20),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(45), { maxLength: 6 }),
      async (some, asked, depth, shardBytes, batchSize, out) => {
        const corpus = some.map((text, at) => ({ id: `d${at}`, text }));
        const excluded = new Set(out.map((at) => `d${at}`));
        const wanted = asked.map((text, at) => ({ topic: `q${at}`, text, excluded }));
        const { retriever } = fake({ shards: { shardBytes } }, { batchSize });
        const rankings = await searchAll(retriever, corpusOf(corpus, 7), wanted, depth);
        for (const [at, ranking] of rankings.entries()) assert.deepEqual(ranking, bruteForce(corpus, wanted[at]!, depth));
      },
    ),
    { numRuns: 60 },
  );
});

test("Anserini's way removes excluded documents after the cut", async () => {
  const corpus = ['wave wave', 'wave tide', 'wave'].map((text, at) => ({ id: `d${at}`, text }));
  const query = { topic: 'q', text: 'wave', excluded: new Set(['d0']) };
  const [before] = await searchAll(fake({ impacts: exact }).retriever, corpusOf(corpus), [query], 1);
  const [after] = await searchAll(fake({ impacts: anserini }).retriever, corpusOf(corpus), [query], 1);
  assert.deepEqual([before!.ids, after!.ids], [['d1'], []]);
});

const listed = (terms: readonly number[], weights: readonly number[]) => ({
  terms: Uint32Array.from(terms),
  weights: Float32Array.from(weights),
});

test('terms are left out, pruned and quantised, in this order', () => {
  const all = listed([1, 4, 5, 7, 9], [0.5, 2, 3, 2, 0.009]);
  const none = new Set<number>();
  assert.deepEqual(shapeTerms(all, { quantise: undefined, without: none }), all);
  assert.deepEqual(shapeTerms(all, { quantise: undefined, without: new Set([5]), most: 2 }), listed([4, 7], [2, 2]));
  assert.deepEqual(shapeTerms(all, { quantise: undefined, without: none, most: 2 }), listed([4, 5], [2, 3]));
  // 0.009 / 5 · 256 is less than a half.
  assert.deepEqual(shapeTerms(all, { quantise: { range: 5, levels: 256 }, without: none }), listed([1, 4, 5, 7], [26, 102, 154, 102]));
});

test('pruning and impacts need no other encoding; special terms count only where they are to', async () => {
  const store = { root: freshRoot() };
  await searchAll(fake({ store }).retriever, corpusOf(documents), queries, 10);
  const again = fake({ store, impacts: anserini, mostTerms: { query: 1, document: 3 } });
  const rankings = await searchAll(again.retriever, corpusOf(documents), queries, 10);
  assert.deepEqual([...again.documents.encoded, ...again.queries.encoded], []);
  assert.ok(rankings.every(({ ids }) => ids.length < documents.length));

  const specialTerms = [...textTerms('pendulum', vocabulary).keys()];
  for (const [impacts, found] of [
    [exact, 3],
    [anserini, 0],
  ] as const) {
    // biome-ignore format: a table
    const asked = [{ topic: 'q', text: 'pendulum', excluded: new Set<string>() }];
    const [ranking] = await searchAll(fake({ impacts, specialTerms }).retriever, corpusOf(documents), asked, 10);
    assert.equal(ranking!.ids.length, found, impacts.name);
  }
});

test('what a corpus became is told', async () => {
  const { statistics } = await fake().retriever.index(corpusOf(documents), { progress: silent });
  const distinct = [...new Set(documents.map(({ text }) => text))];
  const postings = distinct.reduce((sum, text) => sum + textTerms(text, vocabulary).size, 0);
  const { documents: count, distinctTexts, nonEmptyTexts, postings: stored, termsPerText } = statistics as Record<string, number>;
  assert.deepEqual([count, distinctTexts, nonEmptyTexts, stored, termsPerText], [7, 6, 5, postings, postings / 6]);
});

test('terms beyond those of any document find nothing', async () => {
  const queries = fakeSparseEncoder({ side: 'query', dimension: 2 ** 31 });
  const retriever = learnedSparse({ queries, documents: fakeSparseEncoder({ dimension: 3 }), store: { root: freshRoot() } });
  const asked = [{ topic: 'q', text: 'wave tide', excluded: new Set<string>() }];
  assert.deepEqual((await searchAll(retriever, corpusOf(documents), asked, 10))[0]!.ids, []);
});
