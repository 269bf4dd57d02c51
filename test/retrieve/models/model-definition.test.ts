import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadInstructions } from '../../../src/retrieve/models/instruction-family.ts';
import { listModels, loadModel } from '../../../src/retrieve/models/model-definition.ts';
import { fails } from '../../collection/fails.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

test('every model that ships can be loaded, and its instructions are there', async () => {
  const names = await listModels();
  assert.ok(names.length >= 21);
  for (const name of names) {
    const { instructions, kind, serve, architecture = 'dense' } = await loadModel(name);
    if (instructions !== undefined) assert.equal((await loadInstructions(instructions)).name, instructions);
    assert.equal(serve === undefined, kind === 'provider' || architecture !== 'dense', name);
  }
});

test("RaDeR's five retrievers are there, with the weights and the input that its authors give", async () => {
  const models = await Promise.all((await listModels()).filter((name) => name.startsWith('rader-')).map((name) => loadModel(name)));
  assert.deepEqual(models.map(({ model }) => model).sort(), [
    'Raderspace/RaDeR_Qwen25-14B_NuminaMath_MATH_allquerytypes',
    'Raderspace/RaDeR_Qwen25-7B_NuminaMath_MATH_allquerytypes',
    'Raderspace/RaDeR_Qwen25_3B_NuminaMath_MATH_allquerytypes',
    'Raderspace/RaDeR_Qwen_25_7B_instruct_MATH_LLMq_CoT_lexical',
    'Raderspace/RaDeR_gte_Qwen2-7B_MATH_LLMq_CoT_lexical',
  ]);
  for (const { name, query, document, eos, pooling, normalise, similarity } of models) {
    assert.deepEqual([query, document], [{ prompt: 'query: {instruction}{text}{eos}' }, { prompt: 'document: {text}{eos}' }], name);
    assert.deepEqual([pooling, normalise, similarity], ['last', true, 'cosine'], name);
    assert.equal(eos, name.includes('gte') ? '<|endoftext|>' : '<|im_end|>', name);
  }
});

const root = temporaryFolder();
const plain = {
  name: 'own',
  title: 'Own',
  description: 'For tests.',
  citation: 'None.',
  licence: 'MIT',
  kind: 'open',
  model: 'org/name',
  similarity: 'cosine',
  query: { prompt: 'q: {instruction}{text}' },
  document: { prompt: '{text}' },
};

test('a wrong definition is named with file and field', async () => {
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ ...plain, name: 'other' }, /retrievers\/own\.json: name: "other" stands in a file named "own"/],
    [{ ...plain, similarity: 'l2' }, /similarity: /],
    [{ ...plain, colour: 'red' }, /colour/],
    [{ ...plain, query: { prompt: 'no text' } }, /query\.prompt: expected \{text\} once/],
    [{ ...plain, query: { prompt: '{text}{tex}' } }, /query\.prompt: expected \{text\} once, and nothing else in braces/],
    [{ ...plain, document: { prompt: '{text}{eos}' } }, /document\.prompt: has \{eos\}, and the field eos is missing/],
    [{ ...plain, kind: 'provider' }, /provider: is missing/],
    [{ ...plain, serve: 'vllm serve' }, /serve: expected \{model\} in it/],
    [{ ...plain, export: 'export {model}' }, /export: expected \{model\} and \{folder\} in it/],
    [{ ...plain, architecture: 'sparse' }, /architecture: /],
    [
      { ...plain, architecture: 'learned-sparse', serve: 'vllm serve {model}' },
      /architecture: a model of learned-sparse is run here alone/,
    ],
  ];
  for (const [at, [definition, message]] of cases.entries()) {
    const folder = join(root, String(at));
    mkdirSync(folder);
    writeFileSync(join(folder, 'own.json'), JSON.stringify(definition));
    await fails(() => loadModel('own', folder), 'data', message);
  }
});

test('unknown names are answered with the nearest', async () => {
  await fails(() => loadModel('rader-gte-qwen-7b'), 'usage', /there is none/, /Did you mean rader-gte-qwen2-7b/);
  await fails(() => loadInstructions('instuct'), 'usage', /there are none/, /Did you mean instruct/);
  await fails(() => loadInstructions('../retrievers/sbert'), 'usage', /there are none/);
});
