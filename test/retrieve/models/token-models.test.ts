import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hubEnvironment } from '../../../src/collection/hub-environment.ts';
import { openHub } from '../../../src/collection/hub-repository.ts';
import { createRetriever } from '../../../src/retrieve/registry.ts';
import type { RetrieverPlace } from '../../../src/retrieve/retriever.ts';
import { parseRetrieverSpec } from '../../../src/retrieve/retriever-spec.ts';
import { canonicalJson } from '../../../src/support/fingerprint.ts';
import { silent } from '../../../src/support/progress.ts';
import { fails } from '../../collection/fails.ts';
import { corpusOf, documents, queries } from '../../contract/retriever.ts';
import { writeLateModel } from '../../encode/tiny-late-model.ts';
import { writeTinyModel } from '../../encode/tiny-model.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const place: RetrieverPlace = {
  benchmark: 'mini',
  split: { id: 'physics' },
  documents: 'short',
  instruction: 'without',
  hub: openHub({ environment: hubEnvironment({}) }),
  env: { BRIGHTLINE_CACHE: temporaryFolder() },
};
const late = writeLateModel(temporaryFolder());
const sparse = writeTinyModel(temporaryFolder(), { output: 'token_logits' });

async function create(spec: string) {
  const configured = await createRetriever(await parseRetrieverSpec(spec), 'bright-paper');
  return { configured, retriever: await configured.forSplit(place) };
}

async function searched(spec: string): Promise<string[][]> {
  const { retriever } = await create(spec);
  const searcher = await retriever.index(corpusOf(documents), { progress: silent });
  const found: string[][] = [];
  for await (const { ids } of searcher.search(queries, { depth: 4, progress: silent })) found.push([...ids]);
  await searcher.close?.();
  return found;
}

test('models of both architectures run from a folder, by kind and by name', async () => {
  const byKind = await searched(`late-interaction:model=${late},threads=1`);
  assert.ok(byKind.every(({ length }) => length === 4));
  assert.deepEqual(await searched(`colbertv2:model=${late},threads=1`), byKind);
  const terms = await searched(`learned-sparse:model=${sparse},threads=1`);
  assert.deepEqual(await searched(`splade-v3:model=${sparse},threads=1,queryLength=24,documentLength=24`), terms);
  assert.equal(
    (await searched(`splade-v3:model=${sparse},threads=1,queryLength=24,documentLength=24,queryTerms=tokens`)).length,
    queries.length,
  );
});

test('what decides the scores is known before the model is loaded, and what it is called as well', async () => {
  const settingsOf = async (spec: string) => canonicalJson((await create(spec)).retriever.settings);
  const plain = await settingsOf(`colbertv2:model=${late}`);
  assert.equal(await settingsOf(`colbertv2:model=${late},threads=1,batchTokens=9`), plain);
  for (const change of ['vectors=float32', 'expansion=false', 'queryLength=9', 'documentPrompt=a {text}', 'dimension=2']) {
    assert.notEqual(await settingsOf(`colbertv2:model=${late},${change}`), plain, change);
  }
  const terms = await settingsOf(`splade-v3:model=${sparse}`);
  for (const change of ['impacts=anserini', 'queryTerms=tokens', 'mostQueryTerms=9', 'mostDocumentTerms=9']) {
    assert.notEqual(await settingsOf(`splade-v3:model=${sparse},${change}`), terms, change);
  }
  const other = writeLateModel(temporaryFolder(), { conventions: { query_length: 9 } });
  assert.notEqual(await settingsOf(`colbertv2:model=${other}`), plain);

  const { configured } = await create(`colbertv2:model=${late}`);
  assert.deepEqual([configured.protocol, configured.topics, configured.instructs], ['exact MaxSim', 'both', true]);
  const { configured: anserini } = await create(`splade-v3:model=${sparse},impacts=anserini`);
  assert.deepEqual([anserini.protocol, anserini.topics], ['anserini impacts', 'qrels']);
});

test('settings of another architecture, and values that make no sense, are refused', async () => {
  await fails(() => create('colbertv2:pooling=mean'), 'usage', /setting of colbertv2 "pooling"/, /expansion/);
  await fails(() => create('splade-v3:vectors=float16'), 'usage', /setting of splade-v3 "vectors"/);
  await fails(() => create('bge-large:expansion=true'), 'usage', /setting of bge-large "expansion"/);
  await fails(() => create('splade-v3:impacts=lucene'), 'usage', /impacts is "lucene", where one of exact, anserini was expected/);
  await fails(() => create('splade-v3:mostQueryTerms=0'), 'usage', /mostQueryTerms is "0"/);
  await fails(() => create('late-interaction'), 'usage', /no model is named/, /late-interaction:model=org\/name/);
  await fails(() => create('colbert'), 'usage', /there is none of that name/, /colbertv2/);
});

test('where there is no export, the command that makes one is told', async () => {
  const empty = temporaryFolder();
  writeFileSync(join(empty, 'config.json'), '{}');
  await fails(
    () => create(`splade-v3:model=${empty}`),
    'capability',
    /has no onnx\/model\.onnx/,
    /--model naver\/splade-v3 --task fill-mask/,
  );
  await fails(
    () => create(`reason-moderncolbert:model=${empty}`),
    'capability',
    /has no onnx/,
    /pylate-onnx-export lightonai\/Reason-ModernColBERT/,
  );
});
