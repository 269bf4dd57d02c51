import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marksOf } from '../../src/report/mark.ts';

test('the highest figure is best, the next one second', () => {
  assert.deepEqual(marksOf([0.1, 0.3, 0.2, 0.05]), [undefined, 'best', 'second', undefined]);
});

test('figures that print alike rank alike, for both places', () => {
  assert.deepEqual(marksOf([0.4241, 0.4243, 0.2]), ['best', 'best', 'second']);
  assert.deepEqual(marksOf([0.5, 0.4241, 0.4243, 0.1]), ['best', 'second', 'second', undefined]);
  assert.deepEqual(marksOf([0.5, 0.5]), ['best', 'best']);
});

test('a column of one figure has no mark, and no figure has none', () => {
  assert.deepEqual(marksOf([0.5]), [undefined]);
  assert.deepEqual(marksOf([undefined, 0.5]), [undefined, undefined]);
  assert.deepEqual(marksOf([undefined, 0.5, 0]), [undefined, 'best', 'second']);
  assert.deepEqual(marksOf([]), []);
});
