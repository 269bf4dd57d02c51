import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateTokens } from '../../src/support/estimate-tokens.ts';
import { retryAfterMs } from '../../src/support/retry-after.ts';
import { rootCause } from '../../src/support/root-cause.ts';

test('Retry-After is read in seconds, as a date, and in milliseconds', () => {
  const now = Date.parse('2025-03-01T12:00:00Z');
  const read = (headers: Record<string, string>): number | undefined => retryAfterMs(new Headers(headers), now);
  assert.equal(read({ 'retry-after': '7' }), 7000);
  assert.equal(read({ 'retry-after': ' 1.5 ' }), 1500);
  assert.equal(read({ 'retry-after': 'Sat, 01 Mar 2025 12:00:30 GMT' }), 30_000);
  assert.equal(read({ 'retry-after': 'Sat, 01 Mar 2025 11:00:00 GMT' }), 0);
  assert.equal(read({ 'retry-after-ms': '250', 'retry-after': '1' }), 250);
  assert.equal(read({ 'retry-after': 'soon' }), undefined);
  assert.equal(read({ 'retry-after': '' }), undefined);
  assert.equal(read({}), undefined);
});

test('the root of an error is found through causes and lists', () => {
  const deep = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const wrapped = new TypeError('fetch failed', { cause: new AggregateError([deep]) });
  assert.deepEqual(rootCause(wrapped), { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' });
  assert.deepEqual(rootCause('text'), { code: '', message: 'text' });
  assert.deepEqual(rootCause(undefined), { code: '', message: 'undefined' });
});

test('tokens are estimated from bytes, so that scripts of many bytes count more', () => {
  assert.equal(estimateTokens(''), 0);
  assert.equal(estimateTokens('four'), 1);
  assert.equal(estimateTokens('水の波は'), 3);
});
