import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadInstructions } from '../../../src/retrieve/models/instruction-family.ts';
import { loadModel } from '../../../src/retrieve/models/model-definition.ts';
import { splitPrompts } from '../../../src/retrieve/models/split-prompts.ts';
import { needsShared, shared } from '../../shared.ts';

/** Models of the registry by the name that BRIGHT's, RaDeR's or ReasonIR's configs have for them. */
const published: readonly (readonly [source: string, config: string, model: string])[] = [
  ['xlang-ai+BRIGHT', 'bge', 'bge-large'],
  ['xlang-ai+BRIGHT', 'cohere', 'cohere-v3'],
  ['xlang-ai+BRIGHT', 'e5', 'e5-mistral-7b'],
  ['xlang-ai+BRIGHT', 'google', 'google-gecko'],
  ['xlang-ai+BRIGHT', 'grit', 'gritlm-7b'],
  ['xlang-ai+BRIGHT', 'inst-l', 'instructor-l'],
  ['xlang-ai+BRIGHT', 'inst-xl', 'instructor-xl'],
  ['xlang-ai+BRIGHT', 'openai', 'openai-3-large'],
  ['xlang-ai+BRIGHT', 'qwen', 'gte-qwen1.5-7b'],
  ['xlang-ai+BRIGHT', 'qwen2', 'gte-qwen2-7b'],
  ['xlang-ai+BRIGHT', 'sbert', 'sbert'],
  ['xlang-ai+BRIGHT', 'sf', 'sfr-mistral'],
  ['xlang-ai+BRIGHT', 'voyage', 'voyage-large-2'],
  ['facebookresearch+ReasonIR', 'reasonir', 'reasonir-8b'],
];

interface Config {
  readonly instructions: { readonly query?: string; readonly document?: string };
  readonly instructions_long?: { readonly query?: string; readonly document?: string };
}

test("on every split of BRIGHT, models are told what BRIGHT's configs say, to the letter", { skip: needsShared }, async () => {
  const file = readFileSync(join(shared!, 'published/bright-instructions.json'), 'utf8');
  const configs = JSON.parse(file) as Record<string, Record<string, Record<string, Config>>>;
  for (const [source, config, name] of published) {
    const model = await loadModel(name);
    const family = await loadInstructions(model.instructions!);
    const splits = Object.entries(configs[source]![config]!);
    assert.equal(splits.length, 12);
    for (const [id, { instructions, instructions_long: long }] of splits) {
      for (const [documents, expected] of [
        ['short', instructions],
        ['long', long],
      ] as const) {
        if (expected === undefined) continue;
        const prompts = splitPrompts(model, family, { benchmark: 'bright', split: { id }, documents, instruction: 'without' });
        const told = (text = ''): string => `${text.replaceAll('{task}', id)}{text}`;
        assert.deepEqual(prompts, { query: told(expected.query), document: told(expected.document) }, `${name} ${id} ${documents}`);
      }
    }
  }
});

test('RaDeR is told the instruction between its own marks', async () => {
  const model = await loadModel('rader-qwen2.5-7b');
  const family = await loadInstructions('instruct');
  const place = { benchmark: 'bright', split: { id: 'earth_science' }, documents: 'short', instruction: 'without' } as const;
  assert.deepEqual(splitPrompts(model, family, place), {
    query: 'query: Instruct: Given a earth_science post, retrieve relevant passages that help answer the post\nQuery: {text}{eos}',
    document: 'document: {text}{eos}',
  });
  assert.equal(splitPrompts(model, undefined, place).query, 'query: {text}{eos}');
});

test("RAR-b's instructions come in the form of each family, and are left out in the form of each", async () => {
  const split = { id: 'piqa', instruction: 'Given the following goal, retrieve a possible $solution.' };
  const expected: readonly (readonly [model: string, without: string, withInstruction: string, document: string])[] = [
    ['e5-mistral-7b', 'Instruct: \nQuery: {text}', `Instruct: ${split.instruction}\nQuery: {text}`, '{text}'],
    ['gritlm-7b', '<|embed|>\n{text}', `<|user|>\n${split.instruction}\n<|embed|>\n{text}`, '<|embed|>\n{text}'],
    ['sbert', '{text}', `${split.instruction} {text}`, '{text}'],
    ['bge-large', '{text}', `${split.instruction} {text}`, '{text}'],
  ];
  for (const [name, without, withInstruction, document] of expected) {
    const model = await loadModel(name);
    const family = await loadInstructions(model.instructions!);
    const told = (instruction: 'with' | 'without') =>
      splitPrompts(model, family, { benchmark: 'rar-b', split, documents: 'short', instruction });
    assert.deepEqual(told('without'), { query: without, document }, name);
    assert.deepEqual(told('with'), { query: withInstruction, document }, name);
  }
});

test('elsewhere nothing is added', async () => {
  for (const name of ['e5-mistral-7b', 'sbert']) {
    const model = await loadModel(name);
    const family = await loadInstructions(model.instructions!);
    const place = { benchmark: 'mini', split: { id: 'proofs' }, documents: 'short', instruction: 'without' } as const;
    assert.deepEqual(splitPrompts(model, family, place), { query: '{text}', document: '{text}' }, name);
  }
});
