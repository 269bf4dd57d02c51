import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAtDepth, removeExcluded } from '../../src/run/cut.ts';

const ranking = { ids: ['a', 'b', 'c', 'd'], scores: Float64Array.of(4, 3, 2, 1) };

test('excluded documents leave their places to those behind them', () => {
  assert.deepEqual(removeExcluded(ranking, new Set(['b', 'not there'])), { ids: ['a', 'c', 'd'], scores: Float64Array.of(4, 2, 1) });
  assert.deepEqual(removeExcluded(ranking, new Set(['a', 'b', 'c', 'd'])).ids, []);
});

test('nothing to exclude leaves the ranking as it is', () => {
  for (const excluded of [undefined, new Set<string>(), new Set(['z'])]) assert.equal(removeExcluded(ranking, excluded), ranking);
});

test('the cut keeps the first documents', () => {
  assert.deepEqual(cutAtDepth(ranking, 2), { ids: ['a', 'b'], scores: Float64Array.of(4, 3) });
  assert.deepEqual(cutAtDepth(ranking, 0).ids, []);
  for (const depth of [4, 5]) assert.equal(cutAtDepth(ranking, depth), ranking);
});
