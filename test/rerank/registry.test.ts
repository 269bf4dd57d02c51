import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { openHub } from '../../src/collection/hub-repository.ts';
import { listNamedRerankers, loadNamedReranker } from '../../src/rerank/named-reranker.ts';
import { createReranker, requestReranker, rerankerKinds } from '../../src/rerank/registry.ts';
import type { RerankPlace } from '../../src/rerank/rerank-place.ts';
import { silent } from '../../src/support/progress.ts';
import { rerankAll, testReranker } from '../contract/reranker.ts';
import { startOpenAIServer } from '../openai-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = temporaryFolder();
let made = 0;
const place = (): RerankPlace => ({
  split: 'any',
  hub: openHub({ environment: hubEnvironment({ HF_HUB_OFFLINE: '1', HF_HOME: join(root, 'hf') }) }),
  env: {},
  pairScores: join(root, String(made++)),
  llm: () => Promise.reject(new Error('no language model here')),
  progress: silent,
});
const model = (name: string): string => join(shared!, 'hub', 'models', 'fixtures', name);

test('what ships in benchmarks/rerankers fits its kind', async () => {
  const names = await listNamedRerankers();
  assert.ok(names.includes('rader-reranker-qwen2.5-7b') && names.includes('rader-reranker-qwen2-7b'));
  for (const name of names) {
    const { reranker, settings } = await loadNamedReranker(name);
    const kind = rerankerKinds.find((candidate) => candidate.name === reranker)!;
    for (const key of Object.keys(settings)) assert.ok(Object.hasOwn(kind.settings, key), `${name}: ${key}`);
    assert.ok(!rerankerKinds.some((other) => other.name === name), name);
  }
});

test('RaDeR’s rerankers are told query and document as RaDeR tells them', async () => {
  for (const name of ['rader-reranker-qwen2.5-7b', 'rader-reranker-qwen2-7b']) {
    const { kind, settings } = await requestReranker(`${name}:model=./weights`);
    assert.equal(kind.name, 'pair');
    assert.equal(settings['prompt'], 'query: {query} document: {document}{eos}');
    assert.equal(settings['model'], './weights');
  }
});

test('unknown names are refused with the nearest ones', async () => {
  const refuse = (text: string, message: RegExp): Promise<void> =>
    assert.rejects(requestReranker(text), (error: Error & { kind: string; next?: string }) => {
      assert.equal(error.kind, 'usage');
      assert.match(`${error.message} ${error.next}`, message);
      return true;
    });
  await refuse('pointwize', /"pointwize".*Did you mean pointwise/);
  await refuse('rader-reranker-qwen2.5-8b', /Did you mean rader-reranker-qwen2\.5-7b/);
  await refuse('pointwise:modle=x', /no setting "modle".*Did you mean model/);
  await refuse('pair:model', /"model" is not key=value/);
  await refuse(':x=1', /a reranker's name is missing/);
});

const fixtures = {
  'cross-encoder-tiny': () => `pair:model=${model('cross-encoder-tiny')}`,
  'rader-reranker-tiny': () => `rader-reranker-qwen2.5-7b:model=${model('rader-reranker-tiny')}`,
};

if (shared !== undefined) {
  for (const [name, spec] of Object.entries(fixtures)) {
    // Sums of one pair are taken in another order in another batch.
    testReranker(name, async () => createReranker(await requestReranker(spec()), place()), { tolerance: 1e-6 });
  }
}

test('RaDeR’s reranker scores as PyTorch does', { skip: needsShared }, async () => {
  const golden = JSON.parse(readFileSync(join(model('rader-reranker-tiny'), 'golden.json'), 'utf8')) as {
    readonly query: string;
    readonly documents: readonly string[];
    readonly logits: readonly number[];
  }[];
  const requests = golden.map(({ query, documents }, at) => ({
    topic: `q${at}`,
    query,
    documents: documents.map((text, nth) => ({ id: `d${nth}`, text })),
  }));
  const reranker = await createReranker(await requestReranker(fixtures['rader-reranker-tiny']()), place());
  const scores = await rerankAll(reranker, requests);
  await reranker.close();
  for (const [at, { logits }] of golden.entries()) {
    for (const [nth, logit] of logits.entries()) {
      const score = scores.get(`q${at}`)![nth]!;
      assert.ok(Math.abs(score - logit) <= 1e-5, `q${at} d${nth}: ${score} for ${logit}`);
    }
  }
});

for (const dialect of ['vllm', 'tei', 'rerank', 'cohere']) {
  test(`a cross-encoder behind a server of the kind ${dialect}: its scores, and no pair is sent twice`, async () => {
    const server = await startOpenAIServer();
    try {
      const spec = `pair:model=tiny,dialect=${dialect},url=${server.url}`;
      const where = { ...place(), env: { CO_API_KEY: 'k', OPENAI_API_KEY: 'k' } };
      const documents = ['a', 'b', 'c'].map((id) => ({ id, text: `text ${id}` }));
      const requests = [{ topic: 't', query: 'which?', documents }, { topic: 'u', query: 'what?', documents }]; // biome-ignore format: short
      const first = await createReranker(await requestReranker(spec), where);
      const scores = await rerankAll(first, requests);
      await first.close();
      assert.equal(new Set([...scores.values()].flat()).size, 6);
      const calls = server.requests.length;
      const second = await createReranker(await requestReranker(spec), where);
      assert.deepEqual(await rerankAll(second, requests), scores);
      await second.close();
      assert.equal(server.requests.length, calls);
    } finally {
      await server.stop();
    }
  });
}
