import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../../src/check/cause.ts';
import { averageCauses, otherTables } from '../../src/check/published-causes.ts';
import { judgeAverage, judgeCell, type MadeFrom, type TableVerdict, tableFigure, targetOf } from '../../src/check/table-verdict.ts';
import { smallTable } from './tables.ts';

const made: MadeFrom = { run: 'run.trec', protocol: 'bright-paper', topics: 14, commit: null, reused: false };
const [bm25, querySide, qwen] = smallTable.rows as [(typeof smallTable.rows)[0], (typeof smallTable.rows)[0], (typeof smallTable.rows)[0]];
const cellsOf = (row: typeof bm25, values: readonly (number | undefined)[]): readonly TableVerdict[] =>
  smallTable.columns.flatMap((column, at) => {
    const value = values[at];
    return judgeCell(smallTable, row, column, value === undefined ? { reason: 'no time' } : { value, made }) ?? [];
  });

test('a figure stands beside the published one on the 0–1 scale, with what it was made from', () => {
  const [verdict] = cellsOf(bm25, [0.21888]);
  assert.deepEqual(verdict, {
    table: 'own/table-1',
    benchmark: 'mini',
    split: 'household',
    system: 'BM25',
    measure: 'nDCG@10',
    queries: 'original',
    expected: 0.219,
    measured: 0.21888,
    delta: 0.21888 - 0.219,
    tolerance: 0,
    verdict: 'exact',
    reason: null,
    made,
    causes: [],
  });
});

test('what is not measured says why, and a cell without a published figure has no verdict', () => {
  const [, proofs] = cellsOf(bm25, [0.219]);
  assert.deepEqual(
    [proofs!.verdict, proofs!.measured, proofs!.delta, proofs!.reason, proofs!.made],
    ['not run', null, null, 'no time', null],
  );
  assert.equal(cellsOf(querySide, [0.22, 0.2, 0.2]).length, 2);
});

test('a tolerance is that of the row, or else the table, in points', () => {
  assert.deepEqual(
    [bm25, qwen].map((row) => cellsOf(row, [row === bm25 ? 0.2215 : 0.3045])[0]!.verdict),
    ['off', 'tolerance'],
  );
});

test('an average is judged by the mean of all its cells, or not at all', () => {
  const average = judgeAverage(smallTable, bm25, cellsOf(bm25, [0.21888, 0.18457, 0.2039]))!;
  assert.deepEqual([average.split, average.verdict, average.measured!.toFixed(5)], [null, 'exact', '0.20245']);
  const part = judgeAverage(smallTable, bm25, cellsOf(bm25, [0.219]))!;
  assert.deepEqual([part.verdict, part.reason], ['not run', 'an average of 3 splits, of which 1 is measured']);
  assert.equal(judgeAverage(smallTable, querySide, cellsOf(querySide, [0.22, 0.2, 0.2])), undefined);
});

test('an average that is off is held against its own cells, published and measured', () => {
  const causesOf = (values: readonly number[]): readonly Cause[] => {
    const cells = cellsOf(qwen, values);
    const average = judgeAverage(smallTable, qwen, cells)!;
    assert.equal(average.verdict, 'off');
    return averageCauses(smallTable, qwen, cells, average.measured!, targetOf(smallTable, qwen, average));
  };
  assert.deepEqual(causesOf([0.3, 0.3, 0.3]), [
    { cause: 'published figure', finding: 'explains', evidence: 'the published average is not the mean of its own cells, which is 30.00' },
  ]);
  const [published, cells] = causesOf([0.3, 0.3, 0.5]);
  assert.equal(published!.finding, 'does not explain');
  assert.deepEqual(cells, { cause: 'cells', finding: 'open', evidence: 'off on scripting, whose causes stand there' });
});

test('what other tables publish for the same may be what is measured', () => {
  const other = { ...smallTable, id: 'own/table-2', rows: [{ ...bm25, cells: [25, 25, 25] }] };
  const another = { ...other, id: 'own/table-3', queries: 'gpt4' };
  const column = smallTable.columns[0]!;
  const causes = (measured: number): readonly Cause[] =>
    otherTables([smallTable, other, another], smallTable, bm25, column, measured, targetOf(smallTable, bm25, { expected: 0.219 }));
  assert.deepEqual(causes(0.2502), [
    { cause: 'published figure', finding: 'explains', evidence: 'for the same, own/table-2 (BM25) has 25.00: published figures disagree' },
  ]);
  assert.equal(causes(0.3)[0]!.finding, 'does not explain');
  assert.deepEqual(otherTables([smallTable], smallTable, bm25, column, 0.3, targetOf(smallTable, bm25, { expected: 0.219 })), []);
});

test('figures are shown on the scale of the table, a digit longer', () => {
  assert.equal(tableFigure(smallTable, 0.04349), '4.35');
  assert.equal(tableFigure({ scale: 'unit', decimals: 4 }, 0.04349), '0.04349');
});
