import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences } from '../../../src/evaluate/significance/differences.ts';
import { near } from './near.ts';

const of = (...scores: number[]): Float64Array => Float64Array.from(scores);

test('differences keep topic order, mean and variance', () => {
  const paired = differences(of(0.5, 0.25, 1), of(0.25, 0.5, 0.25));
  assert.deepEqual(Array.from(paired.values), [0.25, -0.25, 0.75]);
  near(paired.mean, 0.25, 1e-15);
  near(paired.variance, 0.25, 1e-15);
  assert.equal(paired.degeneracy, null);
});

test('what only rounding tells apart is no difference', () => {
  assert.deepEqual(Array.from(differences(of(0.1 + 0.2, 1), of(0.3, 0.5)).values), [0, 0.5]);
});

test('a mean that only rounding keeps from 0 is 0', () => {
  assert.equal(differences(of(0.3, 0, 0), of(0, 0.1, 0.2)).mean, 0);
});

test('special cases are named', () => {
  assert.equal(differences(of(0.5, 0.1 + 0.2), of(0.5, 0.3)).degeneracy, 'identical');
  assert.equal(differences(of(0.5), of(0.5)).degeneracy, 'identical');
  assert.equal(differences(of(0.5), of(0.4)).degeneracy, 'one topic');
  const constant = differences(of(0.4, 0.7, 0.3), of(0.3, 0.6, 0.2));
  assert.equal(constant.degeneracy, 'constant difference');
  assert.equal(constant.variance, 0);
});

test('tiny scores do not underflow', () => {
  const paired = differences(of(3e-90, 1e-90, 0), of(0, 0, 0));
  assert.equal(paired.degeneracy, null);
  assert.ok(paired.variance > 0);
  assert.equal(differences(of(5e-324, 0), of(0, 0)).degeneracy, 'identical');
});

test('scores that do not pair are refused', () => {
  assert.throws(() => differences(of(1, 0), of(1)), {
    kind: 'usage',
    message: 'paired scores: 2 topics of system a, 1 of system b',
    next: 'Score both systems on the same topics, in the same order.',
  });
  assert.throws(() => differences(of(), of()), { kind: 'usage', message: 'paired scores: no topics' });
  assert.throws(() => differences(of(1, 0), of(1, Number.NaN)), {
    kind: 'data',
    message: 'paired scores of system b: topic 1 scores NaN, not a number from -1e100 to 1e100',
  });
  assert.throws(() => differences(of(Number.POSITIVE_INFINITY), of(1)), { kind: 'data', message: /system a: topic 0 scores Infinity/ });
});
