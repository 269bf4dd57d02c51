import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKey } from '../../src/run/manifest.ts';
import { type QuerySettings, queryOrigin } from '../../src/run/query-settings.ts';
import { manifestWith } from '../experiment/manifest.ts';

const origins: readonly (readonly [QuerySettings, string])[] = [
  [{ queries: 'original' }, 'original'],
  [{ queries: 'file:mine.jsonl', queriesHash: 'a'.repeat(64) }, 'file:mine.jsonl'],
  [{ queries: 'gpt4', join: 'question+reasoning' }, 'gpt4, join=question+reasoning'],
  [{ queries: 'gpt4', join: 'apart', combined: { rule: 'rrf', depth: 1000 } }, 'gpt4, join=apart:rrf'],
  [{ queries: 'gpt4', steps: 'each', splitter: 1, combined: { rule: 'max', depth: 1000 } }, 'gpt4, steps=max'],
  [{ queries: 'gpt4', steps: 'prefix', combined: { rule: 'last' } }, 'gpt4, steps=prefix:last'],
  [
    { queries: 'gpt4', join: 'reasoning+question', steps: 'each', combined: { rule: 'sum', depth: 50 } },
    'gpt4, join=reasoning+question, steps=sum, step-depth=50',
  ],
];

for (const [settings, origin] of origins) {
  test(`queries are named ${origin}`, () => assert.equal(queryOrigin({ ...settings, depth: 1000 }), origin));
}

test('a run whose topics are one query each keeps the key that it always had', () => {
  assert.equal(runKey(manifestWith().settings), '3b69c18ece52202d8b794bc12ccb4611a94a992ab230332e36c02db0b56ee755');
});

test('everything about queries makes another run', () => {
  const combined = { rule: 'rrf', method: 'rrf', normalisation: 'reciprocal-rank', missing: 'zero', k: 60, depth: 1000 };
  const all: readonly Partial<QuerySettings>[] = [
    {},
    { queries: 'file:mine.jsonl', queriesHash: 'a'.repeat(64) },
    { queries: 'file:mine.jsonl', queriesHash: 'b'.repeat(64) },
    { join: 'question+reasoning' },
    { join: 'reasoning+question' },
    { join: 'apart', combined },
    { steps: 'each', splitter: 1, combined },
    { steps: 'each', splitter: 2, combined },
    { steps: 'prefix', splitter: 1, combined },
    { steps: 'each', splitter: 1, combined: { ...combined, k: 10 } },
    { steps: 'each', splitter: 1, combined: { ...combined, depth: 10 } },
    { steps: 'each', splitter: 1, combined: { rule: 'last' } },
  ];
  assert.equal(new Set(all.map((settings) => runKey(manifestWith({ settings }).settings))).size, all.length);
});
