import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findScoreTable, listScoreTables, type ScoreTable } from '../../src/check/score-table.ts';
import { checkAverages } from '../../src/check/table-averages.ts';
import { listDefinitions, loadDefinition } from '../../src/collection/definition.ts';
import { findSplit } from '../../src/collection/reference.ts';
import { parseMeasure } from '../../src/evaluate/parse-measure.ts';
import { createRetriever } from '../../src/retrieve/registry.ts';
import { parseRetrieverSpec } from '../../src/retrieve/retriever-spec.ts';
import { fails } from '../collection/fails.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('every published table names benchmarks, splits, measures and retrievers that exist', async () => {
  const tables = await listScoreTables();
  assert.ok(tables.length >= 18);
  const benchmarks = new Map(await Promise.all((await listDefinitions()).map(async (name) => [name, await loadDefinition(name)] as const)));
  for (const { id, benchmark, measure, columns, rows, protocol = 'bright-paper' } of tables) {
    for (const column of columns) {
      const definition = benchmarks.get(column.benchmark ?? benchmark);
      assert.ok(definition, `${id}: ${column.benchmark ?? benchmark}`);
      findSplit(definition, column.split);
      const name = column.measure ?? measure;
      if (name !== 'answer accuracy') parseMeasure(name);
    }
    for (const { retriever } of rows) {
      // Learned sparse models have a registry of their own.
      if (retriever !== undefined && retriever !== 'splade-v3') await createRetriever(await parseRetrieverSpec(retriever), protocol);
    }
  }
});

test('rows of BM25 have no tolerance, those of models half a point', async () => {
  for (const { id, rows, scale, tolerance = 0 } of await listScoreTables()) {
    const points = scale === 'percent' ? 1 : 100;
    for (const row of rows) {
      const allowed = (row.tolerance ?? tolerance) * points;
      assert.equal(allowed, row.retriever?.startsWith('bm25') || id === 'rader/table-7' ? 0 : 0.5, `${id}: ${row.system}`);
    }
  }
});

test("RaDeR's Tables 1 to 7 and 11 to 14 are there", async () => {
  for (const number of [1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14]) await findScoreTable(`rader/table-${number}`);
  await fails(() => findScoreTable('rader/tabel-1'), 'usage', /there is none of that name/, /Did you mean rader\/table-1/);
});

test('the averages that their cells do not give are those that are known', async () => {
  const found = (await listScoreTables()).flatMap(checkAverages);
  assert.deepEqual(
    found.map(({ table, system, published, recomputed, finding }) => [table, system, published, recomputed.toFixed(2), finding]),
    [
      ['rader/table-1', 'Qwen2', 23.5, '23.57', 'rounding'],
      ['rader/table-1', 'Qwen2.5-7B-instruct', 24.6, '24.75', 'off'],
      ['rader/table-11', 'Qwen', 7.3, '8.94', 'incomplete'],
      ['rader/table-13', 'qllmq + qCoT + qlexical', 24.6, '24.75', 'off'],
      ['rader/table-2', 'Inst-XL', 26.9, '27.72', 'off'],
      ['rader/table-2', 'Google', 26.2, '26.06', 'off'],
    ],
  );
});

const plain: ScoreTable = {
  id: 'own/table-1',
  title: 'Own',
  citation: 'None.',
  benchmark: 'mini',
  measure: 'nDCG@10',
  queries: 'original',
  scale: 'percent',
  decimals: 1,
  columns: [{ split: 'household' }, { split: 'proofs' }],
  rows: [{ system: 'bm25', cells: [21.9, 18.5], average: 20.2 }],
};

test('rounding is given its due, and no more', () => {
  const average = (value: number): unknown =>
    checkAverages({ ...plain, rows: [{ system: 'x', cells: [21.9, 18.5], average: value }] })[0]?.finding;
  assert.deepEqual([20.0, 20.1, 20.15, 20.2, 20.25, 20.3, 20.4].map(average), [
    'off',
    'rounding',
    undefined,
    undefined,
    undefined,
    'rounding',
    'off',
  ]);
  assert.deepEqual(checkAverages({ ...plain, rows: [{ system: 'x', cells: [null, null], average: 3 }] }), []);
});

const root = temporaryFolder();
const cases: readonly (readonly [what: string, table: unknown, message: RegExp])[] = [
  ['not JSON', '{', /tables\/own\.json: is not JSON/],
  ['a cell too few', { ...plain, rows: [{ system: 'x', cells: [1] }] }, /rows\[0\]\.cells: has 1 values, where there are 2 columns/],
  ['a value off the scale', { ...plain, rows: [{ system: 'x', cells: [1, 101] }] }, /rows\[0\]: 101 is above 100/],
  ['percent on the unit scale', { ...plain, scale: 'unit' }, /is above 1, the most on the scale "unit"/],
  ['an unknown field', { ...plain, colour: 'red' }, /colour/],
  ['no rows', { ...plain, rows: [] }, /rows: /],
  ['two rows of one name', { ...plain, rows: [plain.rows[0], plain.rows[0]] }, /rows\[1\]: another row is named "bm25" already/],
  ['a tolerance below nothing', { ...plain, tolerance: -1 }, /tolerance: /],
  [
    'half an index',
    { ...plain, columns: [{ split: 'proofs', index: { documents: 3 } }], rows: [{ system: 'x', cells: [1] }] },
    /columns\[0\]\.index\./,
  ],
  ['an id without a source', { ...plain, id: 'table-1' }, /id: expected source\/name/],
];
for (const [at, [what, table, message]] of cases.entries()) {
  test(`a wrong table (${what}) is named with file and field`, async () => {
    const folder = join(root, String(at));
    mkdirSync(join(folder, 'mini/tables'), { recursive: true });
    writeFileSync(join(folder, 'mini/tables/own.json'), typeof table === 'string' ? table : JSON.stringify(table));
    await fails(() => listScoreTables(folder), 'data', message);
  });
}

test('an id that stands twice is refused', async () => {
  const folder = join(root, 'twice');
  mkdirSync(join(folder, 'mini/tables'), { recursive: true });
  for (const name of ['a', 'b']) writeFileSync(join(folder, `mini/tables/${name}.json`), JSON.stringify(plain));
  await fails(() => listScoreTables(folder), 'data', /b\.json: id: "own\/table-1" names another table already/);
});
