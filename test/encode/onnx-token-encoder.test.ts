import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { openHub } from '../../src/collection/hub-repository.ts';
import { type OnnxTokenEncoderOptions, type OnnxTokenEncoders, openOnnxTokenEncoders } from '../../src/encode/onnx-token-encoder.ts';
import type { TokenEncoder } from '../../src/encode/token-encoder.ts';
import { canonicalJson } from '../../src/support/fingerprint.ts';
import { silent } from '../../src/support/progress.ts';
import { fails } from '../collection/fails.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { idsOf, type LateModelOptions, pylateConfig, writeLateModel } from './tiny-late-model.ts';
import { tinyValue, tinyWidth, writeTinyModel } from './tiny-model.ts';

const hub = openHub({ environment: hubEnvironment({}) });
const opened: OnnxTokenEncoders[] = [];
after(async () => {
  for (const encoders of opened) await encoders.close();
});

async function open(folder: string, options: Partial<OnnxTokenEncoderOptions> = {}): Promise<OnnxTokenEncoders> {
  const encoders = await openOnnxTokenEncoders(folder, { hub, threads: 1, ...options });
  opened.push(encoders);
  return encoders;
}

const late = (model: LateModelOptions = {}, options: Partial<OnnxTokenEncoderOptions> = {}): Promise<OnnxTokenEncoders> =>
  open(writeLateModel(temporaryFolder(), model), options);

interface Matrix {
  readonly vectors: readonly (readonly number[])[];
  readonly tokens: number;
  readonly cut: number;
}

async function matricesOf(encoder: TokenEncoder, texts: readonly string[]): Promise<Matrix[]> {
  const found: Matrix[] = [];
  for await (const { positions, counts, vectors, dimension, tokens, cutTokens } of encoder.encode(texts, { progress: silent })) {
    let at = 0;
    for (const [text, position] of positions.entries()) {
      assert.equal(found[position], undefined);
      const rows = Array.from({ length: counts[text]! }, (_, row) => [
        ...vectors.subarray(at + row * dimension, at + (row + 1) * dimension),
      ]);
      at += counts[text]! * dimension;
      found[position] = { vectors: rows, tokens: tokens![text]!, cut: cutTokens![text]! };
    }
    assert.equal(at, vectors.length);
  }
  assert.equal(Object.keys(found).length, texts.length);
  return found;
}

/** The vectors of tokens, of which the first `attended` are seen by all, by the tiny model's definition. */
function expected(ids: readonly number[], attended = ids.length, kept: (id: number) => boolean = () => true): number[][] {
  const rows = ids.map((id) => Array.from({ length: tinyWidth }, (_, column) => tinyValue(id, column)));
  const mean = rows[0]!.map((_, column) => rows.slice(0, attended).reduce((sum, row) => sum + row[column]!, 0) / attended);
  return rows
    .filter((_, at) => kept(ids[at]!))
    .map((row) => {
      const whole = row.map((value, column) => value + mean[column]!);
      return whole.map((value) => value / Math.hypot(...whole));
    });
}

function near(actual: readonly (readonly number[])[], wanted: readonly (readonly number[])[]): void {
  assert.deepEqual(
    actual.map(({ length }) => length),
    wanted.map(({ length }) => length),
  );
  for (const [row, vector] of actual.entries()) {
    for (const [column, value] of vector.entries())
      assert.ok(Math.abs(value - wanted[row]![column]!) < 2e-6, `${row}, ${column}: ${value}`);
  }
}

const skipped = (id: number): boolean => !idsOf(':', 'the').includes(id);

test('a query has its marker after the first token, and is filled up with masks, which see it and are not seen', async () => {
  const { query } = await late();
  const ids = [...idsOf('[CLS]', 'query', 'the', 'waves', 'bend', '[SEP]'), ...new Array<number>(6).fill(idsOf('##s')[0]!)];
  const [matrix] = await matricesOf(query, ['the waves bend']);
  near(matrix!.vectors, expected(ids, 6));
  assert.deepEqual([matrix!.tokens, matrix!.cut], [12, 0]);
});

test('masks are seen where the model says so, and left out where it does not fill up', async () => {
  const ids = [...idsOf('[CLS]', 'query', 'waves', '[SEP]'), ...new Array<number>(8).fill(idsOf('##s')[0]!)];
  const seen = await late({ conventions: { attend_to_expansion_tokens: true } });
  near((await matricesOf(seen.query, ['waves']))[0]!.vectors, expected(ids));
  const bare = await late({ conventions: { do_query_expansion: false } });
  near((await matricesOf(bare.query, ['waves']))[0]!.vectors, expected(ids.slice(0, 4)));
  const chosen = await late({}, { expandsQueries: false });
  near((await matricesOf(chosen.query, ['waves']))[0]!.vectors, expected(ids.slice(0, 4)));
  assert.notEqual(canonicalJson(chosen.query.settings), canonicalJson(seen.query.settings));
});

test('a document has its marker, is not filled up, and its skipped words are read but get no vector', async () => {
  const { document } = await late();
  const ids = idsOf('[CLS]', 'document', 'the', 'waves', ':', 'the', 'shore', '[SEP]');
  const [matrix] = await matricesOf(document, ['the waves: the shore']);
  near(matrix!.vectors, expected(ids, ids.length, skipped));
  assert.deepEqual([matrix!.vectors.length, matrix!.tokens], [5, 8]);
});

test('texts are cut so that marker and special tokens stay', async () => {
  const { query, document } = await late({}, { query: { maxLength: 5 } });
  const [asked] = await matricesOf(query, ['waves bend water shore deep']);
  near(asked!.vectors, expected(idsOf('[CLS]', 'query', 'waves', 'bend', '[SEP]')));
  assert.deepEqual([asked!.tokens, asked!.cut], [5, 3]);
  const [read] = await matricesOf(document, ['waves '.repeat(40)]);
  assert.deepEqual([read!.tokens, read!.cut, read!.vectors.length], [16, 27, 16]);
});

test('an empty text is its marker between the special tokens; one of skipped words alone as well', async () => {
  const { query, document } = await late();
  const [empty, bare] = await matricesOf(document, ['', 'the : the']);
  near(empty!.vectors, expected(idsOf('[CLS]', 'document', '[SEP]')));
  near(bare!.vectors, expected(idsOf('[CLS]', 'document', 'the', ':', 'the', '[SEP]'), 6, skipped));
  assert.equal((await matricesOf(query, ['']))[0]!.vectors.length, 12);
});

test("a text's vectors do not depend on the batch", async () => {
  const texts = ['', 'a', 'the waves', 'waves bend: the shore of the deep water', 'pendulum swing', 'the '.repeat(30), 'zzz'];
  const alone = await late({}, { batchTokens: 1 });
  const together = await late({}, { batchTokens: 4096, padding: 'left' });
  for (const side of ['query', 'document'] as const) {
    const wanted = await matricesOf(alone[side], texts);
    const found = await matricesOf(together[side], texts);
    for (const [at, matrix] of found.entries()) near(matrix.vectors, wanted[at]!.vectors);
    assert.equal(canonicalJson(alone[side].settings), canonicalJson(together[side].settings));
  }
});

test("Stanford's metadata are understood", async () => {
  const metadata = { query_token_id: 'query', doc_token_id: 'document', query_maxlen: 8, doc_maxlen: 10, mask_punctuation: true, dim: 6 };
  const model = { files: { 'artifact.metadata': metadata }, tokenizerConfig: { pad_token: '[PAD]', mask_token: '##s' } };
  const { query, document } = await open(writeTinyModel(temporaryFolder(), model));
  const ids = [...idsOf('[CLS]', 'query', 'waves', '[SEP]'), ...new Array<number>(4).fill(idsOf('##s')[0]!)];
  near((await matricesOf(query, ['waves']))[0]!.vectors, expected(ids, 4));
  const read = idsOf('[CLS]', 'document', 'the', ':', 'waves', '[SEP]');
  near(
    (await matricesOf(document, ['the: waves']))[0]!.vectors,
    expected(read, 6, (id) => id !== idsOf(':')[0]),
  );
});

test('an export of pylate-onnx-export tells its mask and casing itself', async () => {
  const conventions = { mask_token_id: idsOf('deep')[0], do_lower_case: true, embedding_dim: 6, query_length: 6 };
  const { query } = await late({ conventions, tokenizerConfig: { pad_token: '[PAD]' } });
  near((await matricesOf(query, ['waves']))[0]!.vectors, expected(idsOf('[CLS]', 'query', 'waves', '[SEP]', 'deep', 'deep'), 4));
});

test('components are cut before vectors are scaled', async () => {
  const { document } = await late({}, { dimension: 2 });
  const [matrix] = await matricesOf(document, ['waves']);
  for (const vector of matrix!.vectors) assert.ok(vector.length === 2 && Math.abs(Math.hypot(...vector) - 1) < 1e-6);
});

test('what is missing is named', async () => {
  await fails(
    () => open(writeTinyModel(temporaryFolder())),
    'data',
    /says nowhere how it reads queries and documents/,
    /config_sentence_transformers\.json/,
  );
  await fails(
    () => late({ conventions: { query_prefix: '[Q] ' } }),
    'data',
    /its marker "\[Q\] " is no token of tokenizer\.json/,
    /saved with the late-interaction model/,
  );
  await fails(() => late({ tokenizerConfig: { eos_token: null } }), 'data', /its files name no mask token/, /mask_token/);
  await fails(() => late({ output: 'sentence_embedding' }), 'data', /is of rank 2, not of rank 3, where texts × tokens × vector/);
  await fails(() => late({}, { output: 'other' }), 'data', /has no output other/, /output=NAME/);
  await fails(() => late({ conventions: { query_length: -1 } }), 'data', /config_sentence_transformers\.json: query_length/);
  await fails(() => late({}, { query: { maxLength: 3 } }), 'usage', /leaves no room/);
  const modules = [
    { path: '', type: 'sentence_transformers.models.Transformer' },
    { path: '1_Dense', type: 'pylate.models.Dense.Dense' },
  ];
  const files = {
    'config_sentence_transformers.json': pylateConfig,
    'modules.json': modules,
    '1_Dense/config.json': { out_features: 128 },
  };
  await fails(
    () => late({ files }),
    'data',
    /gives vectors of 6 numbers, where the model's own files speak of 128/,
    /projection is missing/,
  );
  const { document } = await late({ brokenWord: 'pendulum' });
  await fails(() => matricesOf(document, ['waves', 'the pendulum']), 'data', /gives NaN for text 1 \("the pendulum"\)/);
});
