import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { openModelFiles } from '../../src/collection/model-files.ts';
import { type ModelConfig, readModelConfig } from '../../src/encode/model-config.ts';
import { fails } from '../collection/fails.ts';
import { forbiddenFetch, hubSession } from '../collection/hub-session.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function configOf(files: Readonly<Record<string, unknown>>): Promise<ModelConfig> {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  const hub = hubSession('http://127.0.0.1:9', temporaryFolder(), { fetch: forbiddenFetch });
  return readModelConfig(await openModelFiles(folder, { hub }));
}

const modules = (...kinds: readonly string[]): object[] =>
  kinds.map((kind, at) => ({
    idx: at,
    name: `${at}`,
    path: at === 0 ? '' : `${at}_${kind}`,
    type: `sentence_transformers.models.${kind}`,
  }));
const bert = { model_type: 'bert', vocab_size: 30522, max_position_embeddings: 512 };

test('a model without modules.json: the mean for those that read both ways, else the last token, normalised', async () => {
  const { pooling, normalise, absolutePositions, maxPositions } = await configOf({ 'config.json': bert });
  assert.deepEqual([pooling, normalise, absolutePositions, maxPositions], ['mean', false, true, 512]);
  for (const [type, extra] of [
    ['qwen2', { rope_theta: 1e6 }],
    ['mistral', {}],
    ['llama', {}],
    ['qwen3', { rope_parameters: {} }],
  ] as const) {
    const config = await configOf({ 'config.json': { model_type: type, ...extra } });
    assert.deepEqual([config.pooling, config.normalise], ['last', true], type);
  }
});

test('places that count from the padding token’s id leave two fewer', async () => {
  const config = await configOf({ 'config.json': { model_type: 'xlm-roberta', max_position_embeddings: 514 } });
  assert.equal(config.maxPositions, 512);
});

test('rotary and relative places need no absolute ones', async () => {
  for (const config of [{ model_type: 'qwen2', rope_theta: 1e6 }, { model_type: 'modernbert' }, { model_type: 't5' }]) {
    assert.equal((await configOf({ 'config.json': config })).absolutePositions, false, config.model_type);
  }
});

test('the poolings of sentence-transformers, as flags and as a name', async () => {
  const cases = { cls: 'pooling_mode_cls_token', mean: 'pooling_mode_mean_tokens', last: 'pooling_mode_lasttoken' };
  for (const [pooling, flag] of Object.entries(cases)) {
    const flags = Object.fromEntries(Object.values(cases).map((name) => [name, name === flag]));
    const files = { 'config.json': bert, 'modules.json': modules('Transformer', 'Pooling') };
    assert.equal((await configOf({ ...files, '1_Pooling/config.json': flags })).pooling, pooling);
  }
  const named = { 'config.json': bert, 'modules.json': modules('Transformer', 'Pooling', 'Normalize') };
  const config = await configOf({ ...named, '1_Pooling/config.json': { pooling_mode: 'lasttoken', include_prompt: false } });
  assert.deepEqual([config.pooling, config.normalise, config.poolsPrompt], ['last', true, false]);
});

test('a pooling that isn’t known is told, and so is none', async () => {
  const files = { 'config.json': bert, 'modules.json': modules('Transformer', 'Pooling') };
  await fails(
    () => configOf({ ...files, '1_Pooling/config.json': { pooling_mode_max_tokens: true } }),
    'data',
    /its pooling is max, where/,
    /pooling=/,
  );
  const two = { pooling_mode_cls_token: true, pooling_mode_mean_tokens: true };
  await fails(() => configOf({ ...files, '1_Pooling/config.json': two }), 'data', /its pooling is cls and mean, where/);
  await fails(() => configOf({ ...files, '1_Pooling/config.json': {} }), 'data', /its pooling is none, where/);
});

test('prompts are those of each side, else the default one', async () => {
  const prompts = async (json: object) => (await configOf({ 'config.json': bert, 'config_sentence_transformers.json': json })).prompts;
  assert.deepEqual(await prompts({ prompts: { query: 'q: ', passage: 'p: ' } }), { query: 'q: ', document: 'p: ' });
  assert.deepEqual(await prompts({ prompts: { query: 'q: ', x: 'x: ' }, default_prompt_name: 'x' }), { query: 'q: ', document: 'x: ' });
  assert.deepEqual(await prompts({ default_prompt_name: null }), { query: '', document: '' });
});

test('what is missing or wrong is named with its file', async () => {
  await fails(() => configOf({ 'tokenizer.json': {} }), 'data', /has no config\.json/, /transformers/);
  await fails(() => configOf({ 'config.json': { vocab_size: 'many' } }), 'data', /config\.json: vocab_size/);
  await fails(() => configOf({ 'config.json': bert, 'modules.json': {} }), 'data', /modules\.json: /);
  await fails(() => configOf({ 'config.json': bert, 'sentence_bert_config.json': { max_seq_length: 0 } }), 'data', /max_seq_length/);
});
