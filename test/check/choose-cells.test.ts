import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseColumns, chooseRows } from '../../src/check/choose-cells.ts';
import { rowName } from '../../src/check/row-name.ts';
import { fails } from '../collection/fails.ts';
import { smallTable } from './tables.ts';

const rows = (...texts: readonly string[]): readonly string[] => chooseRows(smallTable, texts).map(rowName);
const splits = (...texts: readonly string[]): readonly string[] =>
  chooseColumns(smallTable, texts, { both: ['proofs', 'household'], elsewhere: ['biology'] }).map(({ split }) => split);

test('rows are found by name, system and retriever, in the order of the table, each once', () => {
  assert.deepEqual(rows('two', 'bm25'), ['BM25', 'two']);
  assert.deepEqual(rows('qwen'), ['one', 'two']);
  assert.deepEqual(rows('gte-qwen2-7b', 'one'), ['one']);
});

test('names with commas are names first, and several names only then', () => {
  assert.deepEqual(rows('BM25, query side'), ['BM25, query side']);
  assert.deepEqual(rows('two, BM25'), ['BM25', 'two']);
});

test('columns are found by split and by group, in the order of the table', () => {
  assert.deepEqual(splits('scripting, household'), ['household', 'scripting']);
  assert.deepEqual(splits('both'), ['household', 'proofs']);
});

test('what is not in the table is told with the nearest names', async () => {
  await fails(
    () => rows('BM52'),
    'usage',
    /own\/table-1: no row is named "BM52"/,
    /Did you mean BM25.*Its rows: BM25, BM25, query side, one, two/,
  );
  await fails(() => splits('prooofs'), 'usage', /has no split "prooofs"/, /Did you mean proofs\? Its splits: household, proofs, scripting/);
  await fails(() => splits('elsewhere'), 'usage', /has no split "elsewhere"/);
});
