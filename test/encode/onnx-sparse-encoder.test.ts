import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { openHub } from '../../src/collection/hub-repository.ts';
import { type OnnxSparseEncoderOptions, type OnnxSparseEncoders, openOnnxSparseEncoders } from '../../src/encode/onnx-sparse-encoder.ts';
import type { SparseEncoder } from '../../src/encode/sparse-encoder.ts';
import { termWeights } from '../../src/encode/term-weights.ts';
import { silent } from '../../src/support/progress.ts';
import { fails } from '../collection/fails.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { idsOf } from './tiny-late-model.ts';
import { type TinyModelOptions, tinyHidden, tinyWidth, writeTinyModel } from './tiny-model.ts';

const hub = openHub({ environment: hubEnvironment({}) });
const opened: OnnxSparseEncoders[] = [];
after(async () => {
  for (const encoders of opened) await encoders.close();
});

/** The tiny model, whose six numbers a token stand for logits of six terms. */
async function sparse(model: TinyModelOptions = {}, options: Partial<OnnxSparseEncoderOptions> = {}): Promise<OnnxSparseEncoders> {
  const folder = writeTinyModel(temporaryFolder(), { output: 'token_logits', ...model });
  const encoders = await openOnnxSparseEncoders(folder, { hub, threads: 1, ...options });
  opened.push(encoders);
  return encoders;
}

async function termsOf(encoder: SparseEncoder, texts: readonly string[], options = {}): Promise<Map<number, number>[]> {
  const found: Map<number, number>[] = [];
  for await (const { positions, counts, terms, weights } of encoder.encode(texts, { progress: silent, ...options })) {
    let at = 0;
    for (const [text, position] of positions.entries()) {
      assert.equal(found[position], undefined);
      found[position] = new Map();
      for (let left = counts[text]!; left > 0; left--, at++) found[position]!.set(terms[at]!, weights[at]!);
      assert.deepEqual(
        [...found[position]!.keys()],
        [...found[position]!.keys()].sort((a, b) => a - b),
      );
    }
    assert.equal(at, terms.length);
  }
  assert.equal(Object.keys(found).length, texts.length);
  return found;
}

/** log(1 + max(0, logit)), highest of all tokens, in float64 and in the other order: the maximum of logarithms. */
function expected(...words: readonly string[]): Map<number, number> {
  const rows = tinyHidden(idsOf('[CLS]', ...words, '[SEP]'));
  const weights = Array.from({ length: tinyWidth }, (_, term) => Math.max(...rows.map((row) => Math.log(1 + Math.max(0, row[term]!)))));
  return new Map([...weights.entries()].filter(([, weight]) => weight > 0));
}

function near(actual: Map<number, number>, wanted: Map<number, number>): void {
  assert.deepEqual([...actual.keys()], [...wanted.keys()]);
  for (const [term, weight] of actual) assert.ok(Math.abs(weight - wanted.get(term)!) < 1e-6, `${term}: ${weight}`);
}

test('a term weighs what its highest logit says, whatever the batch', async () => {
  const texts = ['the waves bend', '', 'a', 'deep water of the shore', 'the '.repeat(50)];
  const wanted = [['the', 'waves', 'bend'], [], ['a'], ['deep', 'water', 'of', 'the', 'shore'], new Array<string>(22).fill('the')];
  for (const batchTokens of [1, 4096]) {
    for (const padding of ['left', 'right'] as const) {
      const { document, query } = await sparse({}, { batchTokens, padding });
      for (const encoder of [document, query]) {
        const found = await termsOf(encoder, texts);
        for (const [at, terms] of found.entries()) near(terms, expected(...wanted[at]!));
      }
    }
  }
});

test('logits at or below 0 give no term, and so may a whole text', () => {
  const places = { starts: Uint32Array.of(0, 1), lengths: Uint32Array.of(2, 1), columns: 2 };
  const logits = Float32Array.of(-1, 0, 3, 0.5, -2, 1e-9, 9, 9, 9, -1, -1, 0);
  const { terms, vectors, counts } = termWeights(logits, 3, places);
  // The second text's padding stands first; 1 + 1e-9 is 1 in float32.
  assert.deepEqual([...counts!], [2, 0]);
  assert.deepEqual([...terms!], [0, 2]);
  assert.deepEqual([...vectors], [Math.fround(Math.log(1.5)), Math.fround(Math.log(4))]);
});

test('a logit that is not finite is not passed over', async () => {
  const { document } = await sparse({ brokenWord: 'pendulum' }, { batchTokens: 4096 });
  await fails(() => termsOf(document, ['waves bend', 'the pendulum']), 'data', /gives NaN for text 1 \("the pendulum"\)/);
  const places = { starts: Uint32Array.of(0), lengths: Uint32Array.of(2), columns: 2 };
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    assert.deepEqual([...termWeights(Float32Array.of(1, bad, 1, 1), 2, places).vectors], [Number.NaN]);
  }
});

test('a query may be the bag of its tokens, without special ones', async () => {
  const { query, document, specialTerms } = await sparse({}, { queryTerms: 'tokens' });
  assert.deepEqual(specialTerms, idsOf('[PAD]', '[CLS]', '[SEP]'));
  const [bag, empty] = await termsOf(query, ['the waves, the water', '']);
  assert.deepEqual([...bag!], idsOf('[UNK]', 'waves', 'water', 'the').map((id) => [id, 1])); // biome-ignore format: one comparison
  assert.equal(empty!.size, 0);
  near((await termsOf(document, ['a']))[0]!, expected('a'));
  assert.notDeepEqual(query.settings, (await sparse()).query.settings);
  await assert.rejects(termsOf(query, ['a'], { signal: AbortSignal.abort() }), { kind: 'interrupted' });
});

test('a model without an output of logits a token is refused', async () => {
  await fails(
    () => sparse({ output: 'logits' }),
    'data',
    /output logits is of rank 2, not of rank 3, where texts × tokens × logit of each term/,
  );
  await fails(() => sparse({ without: ['onnx/model.onnx'] }), 'data', /has no onnx\/model\.onnx/, /--task fill-mask/);
});
