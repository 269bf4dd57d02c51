import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findConfigs, findDataFiles } from '../../src/collection/data-files.ts';
import { fails } from './fails.ts';

const listed = (...paths: string[]): { path: string }[] => paths.map((path) => ({ path }));
const card = (config: string, split: string, ...patterns: string[]) => new Map([[config, new Map([[split, patterns]])]]);
const options = { config: 'examples', split: 'pony', shownAs: 'org/name@main', fetchCommand: 'brightline fetch x:pony' };
const find = (files: readonly { path: string }[], from = new Map<string, Map<string, string[]>>()): string[] =>
  findDataFiles(files, from, options).map(({ path }) => path);

test('the card decides, all shards come, sorted and once', () => {
  const files = listed(
    'examples/pony-00001-of-00002.parquet',
    'examples/pony-00000-of-00002.parquet',
    'examples/ponytail-00000-of-00001.parquet',
  );
  assert.deepEqual(find(files, card('examples', 'pony', 'examples/pony-*', 'examples/pony-00000*')), [
    'examples/pony-00000-of-00002.parquet',
    'examples/pony-00001-of-00002.parquet',
  ]);
});

test('a path in the card need not look like the split', () => {
  const files = listed('data/p.parquet', 'examples/pony.parquet');
  assert.deepEqual(find(files, card('examples', 'pony', 'data/p.parquet')), ['data/p.parquet']);
  assert.deepEqual(find(files, card('examples', 'pony', './data/p.parquet')), ['data/p.parquet']);
  assert.deepEqual(find(files, card('examples', 'pony', 'elsewhere/*')), [], 'the card is believed, even where it is wrong');
});

test('without a card, or where it lacks the split, files are found by their names', () => {
  const files = listed('examples/pony-00000-of-00001.parquet', 'examples/pony.txt', 'old/examples/pony.parquet', 'examples/pony2.jsonl');
  assert.deepEqual(find(files), ['examples/pony-00000-of-00001.parquet']);
  assert.deepEqual(find(files, card('examples', 'biology', 'examples/biology-*')), ['examples/pony-00000-of-00001.parquet']);
  assert.deepEqual(find(listed('examples/pony.jsonl')), ['examples/pony.jsonl']);
  assert.deepEqual(find(listed('examples/pony.jsonl.gz')), ['examples/pony.jsonl.gz']);
  assert.deepEqual(find(listed('documents/pony.jsonl')), []);
});

test('a missing shard never passes for a smaller dataset', async () => {
  const files = listed('examples/pony-00000-of-00003.parquet', 'examples/pony-00002-of-00003.parquet');
  await fails(() => find(files), 'data', /2 of 3 files.*missing: 1/, /brightline fetch x:pony/);
  await fails(() => find(files, card('examples', 'pony', 'examples/pony-*')), 'data', /2 of 3 files/);
});

test('configs come from the card and from folders, each once', () => {
  assert.deepEqual(
    findConfigs(listed('README.md', 'gpt4_reason/pony.parquet', 'examples/a.parquet', 'examples/b.parquet'), card('examples', 'pony')),
    ['examples', 'gpt4_reason'],
  );
});
