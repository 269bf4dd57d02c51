import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFloors, parseFloor } from '../../src/check/floor.ts';
import { snapshotWith } from './snapshots.ts';

const snapshot = snapshotWith(
  { split: 'one', values: { a: 0.1, b: 0.2 } },
  { split: 'two', values: { a: 0.4 } },
  { split: 'two', system: 'y', values: { a: 0.2 } },
);
const found = (text: string): string[] =>
  checkFloors([parseFloor(text)], snapshot).map(({ system, split, measured, held }) => `${system} ${split} ${measured.toFixed(3)} ${held}`);

test('a floor holds for the average over splits, for one split, or for each', () => {
  assert.deepEqual(found('nDCG@10=0.275'), ['x null 0.275 true', 'y two 0.200 false']);
  assert.deepEqual(found('ndcg_cut_10=0.2751'), ['x null 0.275 false', 'y two 0.200 false']);
  assert.deepEqual(found('two:nDCG@10=0.4'), ['x two 0.400 true', 'y two 0.200 false']);
  assert.deepEqual(found('b:one:nDCG@10=0.15'), ['x one 0.150 true']);
  assert.deepEqual(found('*:nDCG@10=0.2'), ['x one 0.150 false', 'x two 0.400 true', 'y two 0.200 true']);
});

test('a measure may hold signs of its own', () => {
  const { measure, split, least } = parseFloor('one:P(rel=2)@10=0.5');
  assert.deepEqual([measure.name, split, least], ['P(rel=2)@10', 'one', 0.5]);
});

test('a floor that is wrong or applies to nothing is refused', () => {
  assert.throws(() => parseFloor('nDCG@10'), /--min nDCG@10: is not of the form/);
  assert.throws(() => parseFloor('nDCG@10='), /is not of the form/);
  assert.throws(() => parseFloor('nDCG@10=x'), /"x" was given, where a number from 0 to 1/);
  assert.throws(() => parseFloor('nDCG@10=NaN'), /a number from 0 to 1/);
  assert.throws(
    () => parseFloor('nDCG@10=14.5'),
    (error: { next?: string }) => /14.5 percent is 0.145/.test(error.next ?? ''),
  );
  assert.throws(() => parseFloor('nDGC@10=0.1'), /nDGC/);
  assert.throws(() => found('three:nDCG@10=0.1'), /there is no run on three/);
  assert.throws(() => found('R@10=0.1'), /R@10: is not measured/);
});
