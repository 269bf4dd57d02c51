import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortCauses } from '../../src/check/cause.ts';
import { type DatasetFacts, datasetCause, indexOf, knownIndexes } from '../../src/check/dataset-causes.ts';
import { modelCauses } from '../../src/check/model-causes.ts';
import { listScoreTables } from '../../src/check/score-table.ts';
import { lookAnalysed, readTextSigns } from '../../src/check/text-signs.ts';
import { manifestWith } from '../experiment/manifest.ts';

const index = { documents: 100, nonEmptyDocuments: 99, tokens: 5000 };
const written = { documents: 100, withCapitals: 90, words: 4000, stopWords: 1500 };
const analysed = { documents: 100, withCapitals: 0, words: 4000, stopWords: 10 };
const facts: DatasetFacts = { commit: '1234567890abcdef', version: { matches: ['paper'], warning: null }, index, signs: written };
const published = [{ table: 'own/table-1', index }];

test('data are ruled out only where every term was counted', () => {
  assert.deepEqual(datasetCause(facts, published), {
    cause: 'dataset',
    finding: 'does not explain',
    evidence: '100 documents and 5,000 terms, as own/table-1 counts them',
  });
  const unknown = datasetCause(facts, []);
  assert.equal(unknown.finding, 'open');
  assert.match(
    unknown.evidence,
    /the counts match version "paper"; nothing published tells whether the texts are the same; the commit here is 1234567890ab/,
  );
});

test('other counts of terms, other counts of the split and analysed texts leave it open, with both numbers', () => {
  const other = datasetCause({ ...facts, index: { ...index, tokens: 4999 } }, published);
  assert.deepEqual([other.finding, other.value], ['open', undefined]);
  assert.match(
    other.evidence,
    /the texts are not those that own\/table-1 indexed, if they were analysed alike: 4,999 terms here, 5,000 there/,
  );
  const counted = datasetCause(
    { ...facts, version: { matches: [], warning: 'mini:proofs: 65 topics, where version "paper" has 76' } },
    published,
  );
  assert.equal(counted.finding, 'open');
  assert.match(counted.evidence, /^mini:proofs: 65 topics, where version "paper" has 76; the index holds as much/);
  const bag = datasetCause({ ...facts, signs: analysed }, published);
  assert.equal(bag.finding, 'open');
  assert.match(bag.evidence, /no capital letter in the first 100 documents, and 0\.3 % of their words are stop words/);
});

test('texts are looked at as they are', async () => {
  const corpusOf = (texts: readonly string[]): Parameters<typeof readTextSigns>[0] => ({
    expectedDocuments: undefined,
    async *batches() {
      yield texts.map((text, at) => ({ id: String(at), text }));
    },
  });
  const signs = await readTextSigns(corpusOf(['The cat is on the mat.', 'def f(): return 1']), undefined);
  assert.deepEqual(signs, { documents: 2, withCapitals: 1, words: 9, stopWords: 4 });
  const many = await readTextSigns(corpusOf(new Array(3000).fill('theorem prime number')), undefined);
  assert.equal(many.documents, 2000);
  assert.deepEqual([lookAnalysed(many), lookAnalysed(signs), lookAnalysed({ ...many, documents: 99 })], [true, false, false]);
});

test("the index of Anserini's BRIGHT is known for each split, and that of a run as far as it is BM25's", async () => {
  const tables = await listScoreTables();
  assert.deepEqual(knownIndexes(tables, 'bright', 'theoremqa_theorems'), [
    { table: 'anserini/ndcg', index: { documents: 23839, nonEmptyDocuments: 23839, tokens: 2822888 } },
  ]);
  assert.deepEqual(knownIndexes(tables, 'mini', 'proofs'), []);
  const settings = { retrieverSettings: { analysis: 'lucene-english' } };
  assert.deepEqual(indexOf(manifestWith({ settings, manifest: { index: { ...index, terms: 7 } } })), index);
  assert.equal(indexOf(manifestWith({ settings })), undefined);
  assert.equal(indexOf(manifestWith({ manifest: { index } })), undefined);
});

test("a model's run tells what was cut, what was asked and what weights answered", () => {
  const retrieverSettings = {
    runtime: 'onnx',
    model: { repo: 'org/m', weights: 'onnx/model_int8.onnx' },
    query: { prompt: 'query: {text}', maxLength: null },
    document: { prompt: null, maxLength: 512 },
  };
  const manifest = (cut: number): ReturnType<typeof manifestWith> =>
    manifestWith({
      settings: { retrieverSettings },
      manifest: { index: { cutDocuments: cut, shareOfDocumentsCut: cut / 100, shareOfTokensCut: cut / 200 } },
    });
  assert.deepEqual(
    modelCauses(manifest(12)).map(({ cause, finding, evidence }) => [cause, finding, evidence]),
    [
      ['truncation', 'open', '12 documents (12.0 %) were cut at 512 tokens, and with them 6.0 % of all tokens'],
      ['instruction', 'open', 'queries were written as "query: {text}"; another instruction or none was not tried'],
      ['model', 'open', 'scores come from weights run by ONNX Runtime (onnx/model_int8.onnx), which may not be those published on'],
    ],
  );
  assert.equal(modelCauses(manifest(0))[0]!.finding, 'does not explain');
  assert.deepEqual(modelCauses(manifestWith()), []);
});

test('what explains comes first, then what is open', () => {
  const cause = (finding: 'explains' | 'does not explain' | 'open', evidence: string) => ({ cause: 'ties', finding, evidence }) as const;
  const sorted = sortCauses([cause('does not explain', '1'), cause('open', '2'), cause('explains', '3'), cause('open', '4')]);
  assert.deepEqual(
    sorted.map(({ evidence }) => evidence),
    ['3', '2', '4', '1'],
  );
});
