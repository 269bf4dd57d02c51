import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonCells } from '../../src/report/cells.ts';
import { type Column, compareScores } from '../../src/report/comparison.ts';
import type { ScoreRow } from '../../src/report/score-row.ts';

const columns: ReadonlyMap<string, readonly Column[]> = new Map([
  [
    'mini',
    [
      { split: 'household', title: 'House.' },
      { split: 'proofs', title: 'Proofs' },
      { split: 'scripting', title: 'Script.' },
    ],
  ],
]);

const row = (system: string, split: string, value: number, topics: number, other: Partial<ScoreRow> = {}): ScoreRow => ({
  benchmark: 'mini',
  split,
  system,
  protocol: 'p',
  queries: 'original',
  measure: 'nDCG@10',
  value,
  topics,
  ...other,
});

const rows = [row('a', 'household', 0.2, 10), row('a', 'proofs', 0.4, 30), row('b', 'household', 0.3, 10)];

test('splits stand in the order of the benchmark; the macro average is the mean of their means', () => {
  const [table] = compareScores([...rows].reverse(), columns);
  assert.deepEqual(
    table!.columns.map(({ split }) => split),
    ['household', 'proofs'],
    'a split without any score is no column',
  );
  const a = table!.rows.find(({ system }) => system === 'a')!;
  assert.deepEqual(a.values, [0.2, 0.4]);
  assert.ok(Math.abs(a.average! - 0.3) < 1e-15);
});

test('the micro average is the mean over all topics', () => {
  const [table] = compareScores(rows, columns, { average: 'micro' });
  assert.ok(Math.abs(table!.rows[0]!.average! - (0.2 * 10 + 0.4 * 30) / 40) < 1e-15);
});

test('a missing split leaves a dash, and no average', () => {
  const [table] = compareScores(rows, columns);
  assert.deepEqual([table!.rows[1]!.values, table!.rows[1]!.average], [[0.3, undefined], undefined]);
  const { head, rows: cells } = comparisonCells(table!);
  assert.deepEqual(head, ['System', 'House.', 'Proofs', 'Avg. (macro)']);
  assert.deepEqual(
    cells.map((line) => line.map((cell) => (typeof cell === 'string' ? cell : `${cell.text} ${cell.mark ?? ''}`.trim()))),
    [
      ['a', '20.0 second', '40.0', '30.0'],
      ['b', '30.0 best', '–', '–'],
    ],
  );
});

test('a table per benchmark and measure; no average of a single split; rows for single topics are passed over', () => {
  const more = [row('a', 'household', 0.9, 10, { measure: 'R@10' }), row('a', 'household', 1, 1, { measure: 'R@10', topic: 't' })];
  const tables = compareScores([...rows, ...more], columns);
  assert.deepEqual(
    tables.map(({ measure, rows: systems }) => [measure, systems.length]),
    [
      ['nDCG@10', 2],
      ['R@10', 1],
    ],
  );
  assert.deepEqual(comparisonCells(tables[1]!).head, ['System', 'House.']);
});

test('rows are told apart by what differs, or by the name alone where that is asked for', () => {
  const mixed = [row('a', 'household', 0.2, 10), row('a', 'proofs', 0.4, 30, { protocol: 'q' })];
  assert.deepEqual(
    compareScores(mixed, columns)[0]!.rows.map(({ label }) => label),
    ['a · p', 'a · q'],
  );
  const [table] = compareScores(mixed, columns, { rowsBy: 'system' });
  assert.deepEqual(
    table!.rows.map(({ label, protocol, values }) => [label, protocol, values]),
    [['a', '', [0.2, 0.4]]],
  );
});
