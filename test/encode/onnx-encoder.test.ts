import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { openHub } from '../../src/collection/hub-repository.ts';
import { type OnnxEncoderOptions, type OnnxEncoders, openOnnxEncoders } from '../../src/encode/onnx-encoder.ts';
import { fails } from '../collection/fails.ts';
import { fakeCommit, fakeHub } from '../collection/fake-hub.ts';
import { forbiddenFetch, hubSession } from '../collection/hub-session.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { encodeAll, farthest } from './encode-all.ts';
import { type TinyModelOptions, tinyHidden, tinyWidth, tinyWords, writeTinyModel } from './tiny-model.ts';

const hub = openHub({ environment: hubEnvironment({}) });
const opened: OnnxEncoders[] = [];
after(async () => {
  for (const encoders of opened) await encoders.close();
});

async function open(folder: string, options: Partial<OnnxEncoderOptions> = {}): Promise<OnnxEncoders> {
  const encoders = await openOnnxEncoders(folder, { hub, threads: 1, ...options });
  opened.push(encoders);
  return encoders;
}

const tiny = (options: TinyModelOptions = {}, encoderOptions: Partial<OnnxEncoderOptions> = {}): Promise<OnnxEncoders> =>
  open(writeTinyModel(temporaryFolder(), options), encoderOptions);

const idsOf = (...words: readonly string[]): number[] => words.map((word) => tinyWords.indexOf(word));
const framed = (...words: readonly string[]): number[] => idsOf('[CLS]', ...words, '[SEP]');
const unit = (vector: readonly number[]): number[] => vector.map((value) => value / Math.hypot(...vector));
const meanOf = (rows: readonly (readonly number[])[]): number[] =>
  Array.from({ length: rows[0]!.length }, (_, column) => rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length);
const vectorsOf = async (encoders: OnnxEncoders, texts: readonly string[], side: 'query' | 'document' = 'document') =>
  (await encodeAll(encoders[side], texts)).vectors;

const waves = framed('the', 'waves', 'bend');

test('cls, mean and last token are what they are called; the mean is what a BERT without modules.json gets', async () => {
  const hidden = tinyHidden(waves);
  const expected = { cls: hidden[0]!, mean: meanOf(hidden), last: hidden.at(-1)! } as const;
  for (const pooling of ['cls', 'mean', 'last'] as const) {
    const vectors = await vectorsOf(await tiny({}, { pooling }), ['The waves bend', 'a', 'a deep shore of the water']);
    assert.ok(farthest([vectors[0]!], [expected[pooling]]) < 1e-6, pooling);
  }
  assert.ok(farthest(await vectorsOf(await tiny(), ['The waves bend']), [expected.mean]) < 1e-6);
});

test('a model that reads from left to right gets its last token, normalised', async () => {
  const encoders = await tiny(
    { frame: 'none', config: { model_type: 'qwen2', rope_theta: 10000 } },
    { document: { prompt: 'document: {text}{eos}' } },
  );
  const expected = unit(tinyHidden(idsOf('document', ':', 'waves', '</s>')).at(-1)!);
  assert.ok(farthest(await vectorsOf(encoders, ['waves']), [expected]) < 1e-6);
});

test('the end of sequence comes as text in the prompt, or as an id, but not twice', async () => {
  const expected = tinyHidden(idsOf('waves', '</s>')).at(-1)!;
  const asText = await tiny({ frame: 'none' }, { pooling: 'last', document: { prompt: '{text}{eos}' } });
  const asId = await tiny({ frame: 'none' }, { pooling: 'last', appendEos: true });
  for (const encoders of [asText, asId]) assert.ok(farthest(await vectorsOf(encoders, ['waves']), [expected]) < 1e-6);
  assert.notDeepEqual(asText.document.settings, asId.document.settings);
  const ends = await tiny({ tokenizerConfig: { eos_token: '[SEP]' } }, { pooling: 'last', appendEos: true });
  assert.ok(farthest(await vectorsOf(ends, ['waves']), [tinyHidden(framed('waves')).at(-1)!]) < 1e-6);
});

test('vectors are cut, then normalised', async () => {
  const encoders = await tiny({}, { dimension: 3, normalise: true });
  const expected = unit(meanOf(tinyHidden(waves)).slice(0, 3));
  assert.ok(farthest(await vectorsOf(encoders, ['the waves bend']), [expected]) < 1e-6);
});

test('each side has its prompt and its length; what is cut is counted, special tokens and a final {eos} stay', async () => {
  const options = { query: { prompt: 'query: {text}{eos}', maxLength: 8 }, document: { maxLength: 5 }, pooling: 'last' } as const;
  const encoders = await tiny({}, options);
  const query = await encodeAll(encoders.query, ['water waves bend a shore', 'water']);
  assert.deepEqual(
    [query.tokens, query.cutTokens],
    [
      [8, 6],
      [2, 0],
    ],
  );
  const kept = framed('query', ':', 'water', 'waves', 'bend', '</s>');
  assert.ok(farthest([query.vectors[0]!], [tinyHidden(kept).at(-1)!]) < 1e-6);
  const document = await encodeAll(encoders.document, ['water waves bend a shore']);
  assert.deepEqual([document.tokens, document.cutTokens], [[5], [2]]);
  assert.ok(farthest(document.vectors, [tinyHidden(framed('water', 'waves', 'bend')).at(-1)!]) < 1e-6);
  const left = await tiny({ tokenizerConfig: { truncation_side: 'left' } }, options);
  assert.ok(farthest(await vectorsOf(left, ['water waves bend a shore']), [tinyHidden(framed('bend', 'a', 'shore')).at(-1)!]) < 1e-6);
});

test('an empty text is its special tokens, or the end of sequence where there are none', async () => {
  assert.ok(farthest(await vectorsOf(await tiny(), ['', ' \n']), [meanOf(tinyHidden(framed())), meanOf(tinyHidden(framed()))]) < 1e-6);
  const bare = await encodeAll((await tiny({ frame: 'none' })).document, ['']);
  assert.ok(farthest(bare.vectors, [meanOf(tinyHidden(idsOf('</s>')))]) < 1e-6);
  assert.deepEqual([bare.tokens, bare.cutTokens], [[1], [0]]);
});

test('padding never leaks: any side, budget and company give a text the vector it has alone', async () => {
  const known = tinyWords.slice(5);
  const folders = {
    plain: writeTinyModel(temporaryFolder()),
    placed: writeTinyModel(temporaryFolder(), { positionIds: true }),
    quantised: writeTinyModel(temporaryFolder(), { quantised: true }),
  };
  for (const [kind, folder] of Object.entries(folders)) {
    const alone = await open(folder, { batchTokens: 1 });
    const others = await Promise.all(
      [7, 40, 5000].flatMap((batchTokens) => (['left', 'right'] as const).map((padding) => open(folder, { padding, batchTokens }))),
    );
    const text = fc.array(fc.constantFrom(...known), { maxLength: 20 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 12 }), async (texts) => {
        const expected = await vectorsOf(alone, texts);
        for (const encoders of others) assert.ok(farthest(await vectorsOf(encoders, texts), expected) < 1e-6, kind);
      }),
      { numRuns: 15 },
    );
  }
});

test('position_ids begin at 0 at a text’s first token', async () => {
  for (const padding of ['left', 'right'] as const) {
    const vectors = await vectorsOf(await tiny({ positionIds: true }, { padding, pooling: 'cls' }), ['the waves bend', 'a']);
    assert.ok(farthest(vectors, [tinyHidden(waves, true)[0]!, tinyHidden(framed('a'), true)[0]!]) < 1e-6);
  }
});

test('a layout of sentence-transformers is followed: pooling, normalisation, length, lower case, prompts', async () => {
  const files = {
    'modules.json': [
      { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
      { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
      { idx: 2, name: '2', path: '2_Normalize', type: 'sentence_transformers.models.Normalize' },
    ],
    '1_Pooling/config.json': { word_embedding_dimension: tinyWidth, pooling_mode_cls_token: true, include_prompt: true },
    'sentence_bert_config.json': { max_seq_length: 7, do_lower_case: false },
    'config_sentence_transformers.json': { prompts: { query: 'query: ', document: '' }, similarity_fn_name: 'cosine' },
  };
  const encoders = await tiny({ files });
  const query = await encodeAll(encoders.query, ['the waves bend a']);
  assert.deepEqual([query.tokens, query.cutTokens], [[7], [1]]);
  assert.ok(farthest(query.vectors, [unit(tinyHidden(framed('query', ':', 'the', 'waves', 'bend'))[0]!)]) < 1e-6);
  const document = await encodeAll(encoders.document, ['the waves bend']);
  assert.ok(farthest(document.vectors, [unit(tinyHidden(waves)[0]!)]) < 1e-6);
});

test('ids of 32 bits, and vectors of 16 or 64, are taken and given', async () => {
  const expected = [meanOf(tinyHidden(waves))];
  for (const [outputType, tolerance] of [
    ['float16', 2e-3],
    ['float64', 1e-6],
  ] as const) {
    const encoders = await tiny({ idType: 'int32', outputType });
    assert.ok(farthest(await vectorsOf(encoders, ['the waves bend']), expected) < tolerance, outputType);
  }
});

test('a model of the Hub is fetched with the weights beside it, known by its commit, and there again offline', async () => {
  const folder = writeTinyModel(temporaryFolder());
  const paths = ['onnx/model.onnx', 'config.json', 'tokenizer.json', 'tokenizer_config.json'];
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path))]));
  const server = await fakeHub({
    kind: 'model',
    files: { ...files, 'onnx/model.onnx_data': 'beside', 'onnx/model_fp16.onnx': 'not wanted' },
  });
  const home = temporaryFolder();
  const online = await open('org/name@v1', { hub: hubSession(server.url, home) });
  const { model } = online.query.settings as { readonly model: object };
  assert.deepEqual(model, { repo: 'org/name', commit: fakeCommit, weights: 'onnx/model.onnx' });
  assert.ok(existsSync(join(home, 'hub', 'models--org--name', 'snapshots', fakeCommit, 'onnx', 'model.onnx_data')));
  assert.ok(!server.requests.some((request) => request.includes('fp16')));
  const offline = await open('org/name@v1', { hub: hubSession(server.url, home, { offline: true, fetch: forbiddenFetch }) });
  assert.deepEqual(await vectorsOf(offline, ['the waves bend']), await vectorsOf(online, ['the waves bend']));
});

test('a prompt can be left out of the mean', async () => {
  const options = { pooling: 'mean', query: { prompt: 'query: {text}' } } as const;
  const rows = tinyHidden(framed('query', ':', 'waves'));
  const whole = await vectorsOf(await tiny({}, options), ['waves'], 'query');
  const without = await vectorsOf(await tiny({}, { ...options, poolPrompt: false }), ['waves'], 'query');
  assert.ok(farthest([...whole, ...without], [meanOf(rows), meanOf(rows.slice(3))]) < 1e-6);
});

test('an output that is pooled already is taken as it is', async () => {
  const pooled = meanOf(tinyHidden(waves)).map((value) => value / 2);
  const encoders = await tiny({ output: 'sentence_embedding', config: { model_type: 'qwen2', rope_theta: 1 } }, { normalise: false });
  assert.ok(
    farthest(await vectorsOf(encoders, ['the waves bend', 'a']), [pooled, meanOf(tinyHidden(framed('a'))).map((v) => v / 2)]) < 1e-6,
  );
});

test('settings name what decides a vector, and nothing else', async () => {
  const folder = writeTinyModel(temporaryFolder());
  const [one, other] = [await open(folder), await open(folder, { batchTokens: 9, threads: 2, padding: 'left' })];
  assert.deepEqual(one.document.settings, other.document.settings);
  const copy = temporaryFolder();
  for (const file of ['onnx/model.onnx', 'config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    mkdirSync(join(copy, 'onnx'), { recursive: true });
    copyFileSync(join(folder, file), join(copy, file));
  }
  assert.deepEqual((await open(copy)).document.settings, one.document.settings);
  const different: readonly Partial<OnnxEncoderOptions>[] = [
    { pooling: 'cls' },
    { normalise: true },
    { dimension: 2 },
    { appendEos: true },
    { document: { prompt: 'x {text}' } },
    { document: { maxLength: 9 } },
  ];
  for (const options of different) assert.notDeepEqual((await open(folder, options)).document.settings, one.document.settings);
  assert.notDeepEqual((await tiny({ rows: 21 })).document.settings, one.document.settings);
});

test('the file is chosen by dtype or by name', async () => {
  const half = await tiny({ path: 'onnx/model_fp16.onnx' }, { dtype: 'fp16' });
  const top = await tiny({ path: 'model.onnx' });
  const named = await tiny({ path: 'onnx/model_qint8_avx512.onnx' }, { file: 'onnx/model_qint8_avx512.onnx' });
  for (const encoders of [half, top, named]) await vectorsOf(encoders, ['waves']);
});

test('a model without an ONNX file says what it has, and how to export one', async () => {
  await fails(
    () => tiny({ without: ['onnx/model.onnx'], files: { 'model.safetensors': 1 } }),
    'data',
    /has no onnx\/model\.onnx \(dtype fp32\); it has no ONNX file at all, but config\.json, model\.safetensors, tokenizer\.json/,
    /optimum-cli export onnx --model .* --task feature-extraction \.\//,
  );
  await fails(
    () => tiny({}, { dtype: 'q8' }),
    'data',
    /has no onnx\/model_quantized\.onnx \(dtype q8\); its ONNX files are onnx\/model\.onnx/,
    /dtype/,
  );
  await fails(() => tiny({}, { file: 'x.onnx' }), 'data', /has no x\.onnx; its ONNX files are/);
});

test('files that are missing or damaged are named', async () => {
  await fails(() => open('./no-such-folder'), 'data', /no-such-folder: there is no such folder/, /onnx\/model\.onnx/);
  await fails(() => open('not a model!'), 'usage', /neither a repository .* nor a folder/);
  await fails(() => tiny({ without: ['config.json'] }), 'data', /has no config\.json/);
  await fails(() => tiny({ without: ['tokenizer.json'] }), 'data', /has no tokenizer\.json/, /save_pretrained/);
  await fails(() => tiny({ files: { 'tokenizer.json': { model: { type: 'Nonsense' } } } }), 'data', /tokenizer\.json: .*Nonsense/);
  await fails(() => tiny({ files: { 'config.json': { vocab_size: -1 } } }), 'data', /config\.json: vocab_size/);
  const folder = writeTinyModel(temporaryFolder());
  writeFileSync(join(folder, 'onnx/model.onnx'), 'not a model');
  await fails(() => open(folder), 'data', /onnx\/model\.onnx: can't be loaded: .*Protobuf/, /damaged/);
  await fails(
    () => tiny({ files: { 'modules.json': [{ path: 'p', type: 'x.Pooling' }], 'p/config.json': { pooling_mode_max_tokens: true } } }),
    'data',
    /its pooling is max/,
  );
});

test('a tokenizer of another model is found by its ids', async () => {
  const encoders = await tiny({ rows: 12 });
  await fails(
    () => encodeAll(encoders.document, ['a query', 'shallow water']),
    'data',
    /gives token 1[5-9] for text \d .*the model knows 12 tokens/,
    /belong together/,
  );
  const silentAboutSize = await tiny({ rows: 12, config: { vocab_size: undefined } });
  await fails(
    () => encodeAll(silentAboutSize.document, ['shallow water']),
    'data',
    /text 0 \("shallow water"\): .*the model fails on 1 texts/,
    /another model’s/,
  );
});

test('a wrong output, or one of another rank, is told with what the model has', async () => {
  await fails(
    () => tiny({}, { output: 'embeddings' }),
    'data',
    /has no output embeddings; its outputs are last_hidden_state \[texts, tokens, 6\]/,
  );
  await fails(() => tiny({}, { pooling: 'none' }), 'data', /last_hidden_state is of rank 3, not of rank 2 .*pooling=none/);
  await fails(() => tiny({ output: 'sentence_embedding' }, { pooling: 'cls' }), 'data', /is of rank 2, not of rank 3 .*pooling=cls/);
  const modules = { 'modules.json': [{ path: '2_Dense', type: 'sentence_transformers.models.Dense' }] };
  await fails(() => tiny({ files: modules }), 'data', /has no output sentence_embedding/, /layers after the pooling/);
});

test('a number that isn’t one is told with the text it came for', async () => {
  const encoders = await tiny({ brokenWord: 'pendulum' });
  await vectorsOf(encoders, ['waves']);
  await fails(
    () => encodeAll(encoders.document, ['waves', 'water', 'a pendulum']),
    'data',
    /gives NaN for text 2 \("a pendulum"\)/,
    /dtype=fp32/,
  );
});

test('options that a model doesn’t allow are refused when it is opened', async () => {
  await fails(() => tiny({}, { document: { maxLength: 33 } }), 'usage', /maximum length 33: the model has places for 32 tokens/);
  await fails(() => tiny({}, { query: { maxLength: 2 } }), 'usage', /maximum length 2: leaves no room for a text: .* 2 special tokens/);
  await fails(() => tiny({}, { dimension: 7 }), 'usage', /dimension 7: the model's vectors have 6 components/);
  await fails(() => tiny({}, { query: { prompt: 'query: ' } }), 'usage', /names \{text\} nowhere/);
  await fails(() => tiny({ tokenizerConfig: { eos_token: null } }, { query: { prompt: '{text}{eos}' } }), 'data', /names no eos_token/);
  await fails(() => tiny({ tokenizerConfig: { eos_token: null } }, { appendEos: true }), 'usage', /end-of-sequence/);
  await fails(() => tiny({}, { batchTokens: 0 }), 'usage', /batchTokens: 0/);
});

test('an execution provider that isn’t here says what is, and how to get it', async () => {
  const elsewhere = process.platform === 'win32' ? 'coreml' : 'dml';
  await fails(
    () => tiny({}, { providers: [elsewhere] }),
    'capability',
    new RegExp(`execution provider ${elsewhere}: .*there are: .*cpu`),
    /cpu works everywhere/,
  );
});
