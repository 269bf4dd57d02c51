import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearestNames } from '../../src/support/nearest.ts';

const splits = ['biology', 'earth_science', 'economics', 'psychology', 'theoremqa_questions', 'theoremqa_theorems'];

test('slips of the finger find the name', () => {
  assert.deepEqual(nearestNames('bilogy', splits), ['biology']);
  assert.deepEqual(nearestNames('Economic', splits), ['economics']);
  assert.deepEqual(nearestNames('earth-science', splits), ['earth_science']);
});

test('a part of a name finds every name that holds it, nearest first', () => {
  assert.deepEqual(nearestNames('theoremqa', splits), ['theoremqa_theorems', 'theoremqa_questions']);
});

test('far names are not offered', () => {
  assert.deepEqual(nearestNames('history', ['biology', 'pony']), []);
  assert.deepEqual(nearestNames('', splits), []);
  assert.deepEqual(nearestNames('x', []), []);
});

test('at most three, each once, equally near ones in their order', () => {
  assert.deepEqual(nearestNames('aaa1', ['aaa2', 'aaa3', 'aaa2', 'aaa4', 'aaa5']), ['aaa2', 'aaa3', 'aaa4']);
});

test('the question reads as a sentence', () => {
  assert.equal(didYouMean('bilogy', splits), 'Did you mean biology? ');
  assert.equal(didYouMean('history', splits), '');
});
