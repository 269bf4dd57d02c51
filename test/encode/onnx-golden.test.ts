import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Hub } from '../../src/collection/hub-repository.ts';
import { type OnnxEncoderOptions, openOnnxEncoders } from '../../src/encode/onnx-encoder.ts';
import { openOnnxPairScorer } from '../../src/encode/onnx-pair-scorer.ts';
import { fillFrame } from '../../src/text/token-frame.ts';
import { openTokenizer } from '../../src/text/tokenizer.ts';
import { hubSession } from '../collection/hub-session.ts';
import { type HubServer, startHubServer } from '../hub-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { encodeAll, farthest } from './encode-all.ts';
import { scoreAll } from './score-all.ts';

interface Golden {
  readonly text: string;
  readonly input_ids: readonly number[];
  readonly embedding: readonly number[];
}

const folder = (name: string): string => join(shared!, 'hub', 'models', 'fixtures', name);
const golden = <Content>(name: string): Content => JSON.parse(readFileSync(join(folder(name), 'golden.json'), 'utf8')) as Content;
const textsOf = (rows: readonly Golden[]): string[] => rows.map(({ text }) => text);

let server: HubServer | undefined;
const home = temporaryFolder();
after(() => server?.stop());
async function hub(): Promise<Hub> {
  server ??= await startHubServer();
  return hubSession(server.endpoint, home);
}

/** Each text alone, a few in a batch, all at once; padded at either side. */
const ways: readonly Pick<OnnxEncoderOptions, 'padding' | 'batchTokens'>[] = [
  { batchTokens: 1 },
  {},
  { batchTokens: 300, padding: 'left' },
  { batchTokens: 20_000, padding: 'left' },
  { batchTokens: 20_000, padding: 'right' },
];

function maxAngle(vectors: readonly ArrayLike<number>[], rows: readonly Golden[]): number {
  const angles = rows.map(({ embedding }, at) => {
    const vector = Array.from(vectors[at]!);
    const dot = embedding.reduce((sum, value, i) => sum + value * vector[i]!, 0);
    return 1 - dot / Math.hypot(...embedding) / Math.hypot(...vector);
  });
  return Math.max(...angles);
}

async function checkIds(name: string, rows: readonly (readonly [text: string, ids: readonly number[]])[]): Promise<void> {
  const files = { tokenizer: join(folder(name), 'tokenizer.json'), config: join(folder(name), 'tokenizer_config.json') };
  const tokenizer = await openTokenizer({ ...files, shownAs: name });
  for (const [text, ids] of rows) assert.deepEqual([...fillFrame(tokenizer.frames.single, [tokenizer.encode(text)]).ids], ids);
}

test('rader-tiny: ids and embeddings are PyTorch’s, for each text alone and in any batch', { skip: needsShared }, async () => {
  interface RaderGolden {
    readonly instruction: string;
    readonly eos: string;
    readonly documents: readonly Golden[];
    readonly queries: readonly Golden[];
  }
  const { instruction, eos, documents, queries } = golden<RaderGolden>('rader-tiny');
  await checkIds(
    'rader-tiny',
    documents.map(({ text, input_ids }) => [`document: ${text}${eos}`, input_ids]),
  );
  await checkIds(
    'rader-tiny',
    queries.map(({ text, input_ids }) => [`query: ${instruction}${text}${eos}`, input_ids]),
  );
  const prompts = { query: { prompt: `query: ${instruction}{text}{eos}` }, document: { prompt: 'document: {text}{eos}' } };
  const session = await hub();
  for (const way of ways) {
    const encoders = await openOnnxEncoders('fixtures/rader-tiny', { hub: session, ...prompts, ...way });
    for (const [encoder, rows] of [
      [encoders.document, documents],
      [encoders.query, queries],
    ] as const) {
      const { vectors, tokens } = await encodeAll(encoder, textsOf(rows));
      assert.ok(
        farthest(
          vectors,
          rows.map(({ embedding }) => embedding),
        ) < 1e-5,
        JSON.stringify(way),
      );
      assert.ok(maxAngle(vectors, rows) <= 1e-7);
      assert.deepEqual(
        tokens,
        rows.map(({ input_ids }) => input_ids.length),
      );
    }
    await encoders.close();
  }
});

/** The first four components that BertModel of PyTorch 2.13 gives for some of the texts, in evaluation mode. */
const minilm: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [-0.2118852, -0.1121038, 0.0732734, -0.0171872]],
  [5, [-0.2895065, -0.1927232, 0.1812595, 0.037936]],
  [11, [-0.2079671, -0.1719081, 0.155703, 0.0330521]],
  [20, [-0.198536, -0.1289909, 0.0869788, -0.025029]],
  [33, [-0.1814832, -0.1370562, 0.0925292, -0.0403562]],
  [34, [-0.1648038, -0.1158841, 0.1222998, -0.0457226]],
]);

test('minilm-tiny: ids and embeddings are PyTorch’s, cut texts included, in any batch', { skip: needsShared }, async () => {
  const rows = golden<readonly Golden[]>('minilm-tiny');
  await checkIds(
    'minilm-tiny',
    rows.filter(({ input_ids }) => input_ids.length < 256).map(({ text, input_ids }) => [text, input_ids]),
  );
  const session = await hub();
  for (const way of ways) {
    const encoders = await openOnnxEncoders('fixtures/minilm-tiny', { hub: session, ...way });
    const { vectors, tokens, cutTokens } = await encodeAll(encoders.document, textsOf(rows));
    assert.deepEqual(
      tokens,
      rows.map(({ input_ids }) => input_ids.length),
    );
    assert.deepEqual(
      [...rows.keys()].filter((at) => cutTokens[at]! > 0),
      [33, 34],
    );
    for (const [at, components] of minilm) assert.ok(farthest([vectors[at]!.subarray(0, 4)], [components]) < 1e-6, `text ${at}`);
    // The file's own embeddings were made with dropout on, as far off as that puts them: only their direction can be held against.
    assert.ok(maxAngle(vectors, rows) < 0.05);
    await encoders.close();
  }
});

interface GoldenPairs {
  readonly query: string;
  readonly documents: readonly string[];
  readonly logits: readonly number[];
}
const pairsOf = (rows: readonly GoldenPairs[]) =>
  rows.flatMap(({ query, documents }) => documents.map((document) => ({ query, document })));

test('rader-reranker-tiny: logits are PyTorch’s, alone and in any batch', { skip: needsShared }, async () => {
  const rows = golden<readonly GoldenPairs[]>('rader-reranker-tiny');
  const session = await hub();
  for (const way of ways) {
    const scorer = await openOnnxPairScorer('fixtures/rader-reranker-tiny', {
      hub: session,
      prompt: 'query: {query} document: {document}{eos}',
      ...way,
    });
    const { scores } = await scoreAll(scorer, pairsOf(rows));
    assert.ok(farthest([scores], [rows.flatMap(({ logits }) => logits)]) < 1e-5, JSON.stringify(way));
    await scorer.close();
  }
});

/** What BertForSequenceClassification of PyTorch 2.13 gives for the first and the last document of each query, in evaluation mode. */
const crossEncoder: readonly (readonly [number, number])[] = [
  [-0.0317844, -0.0321135],
  [-0.0318581, -0.0323055],
  [-0.0318943, -0.0323581],
  [-0.0317832, -0.0322662],
  [-0.0317504, -0.032181],
  [-0.0318742, -0.0322817],
];

test('cross-encoder-tiny: logits are PyTorch’s, alone and in any batch', { skip: needsShared }, async () => {
  const pairs = pairsOf(golden<readonly GoldenPairs[]>('cross-encoder-tiny'));
  const session = await hub();
  for (const way of ways) {
    const scorer = await openOnnxPairScorer('fixtures/cross-encoder-tiny', { hub: session, ...way });
    const { scores, tokens } = await scoreAll(scorer, pairs);
    const ends = crossEncoder.map((_, at) => [scores[at * 8]!, scores[at * 8 + 7]!]);
    assert.ok(farthest(ends, crossEncoder) < 1e-6, JSON.stringify(way));
    assert.equal(Math.max(...tokens), 256);
    await scorer.close();
  }
});

test('a model of the Hub is pinned by its commit', { skip: needsShared }, async () => {
  const encoders = await openOnnxEncoders('fixtures/rader-tiny', { hub: await hub() });
  const { model } = encoders.document.settings as {
    readonly model: { readonly repo: string; readonly commit: string; readonly weights: string };
  };
  assert.equal(model.repo, 'fixtures/rader-tiny');
  assert.match(model.commit, /^[0-9a-f]{40}$/);
  assert.equal(model.weights, 'onnx/model.onnx');
  await encoders.close();
});
