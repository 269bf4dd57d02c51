import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateEncoding } from '../../src/encode/estimate-encoding.ts';
import { requestBatches } from '../../src/encode/request-batches.ts';

test('what encoding will take is estimated from texts or from their tokens', () => {
  assert.deepEqual(estimateEncoding(['12345678', '水の波']), { texts: 2, tokens: 5, cost: undefined, seconds: undefined });
  assert.deepEqual(estimateEncoding([1_500_000, 500_000], { pricePerMillionTokens: 0.13, tokensPerSecond: 1000 }), {
    texts: 2,
    tokens: 2_000_000,
    cost: 0.26,
    seconds: 2000,
  });
  assert.equal(estimateEncoding(['a b c'], { countTokens: (text) => text.split(' ').length }).tokens, 3);
  assert.deepEqual(estimateEncoding([]), { texts: 0, tokens: 0, cost: undefined, seconds: undefined });
});

test('batches hold neighbours, as many as the limits allow; a text too large for any stands alone', () => {
  const tokens = [3, 3, 5, 20, 1, 1, 1, 1];
  const batches = [...requestBatches(tokens.length, (at) => tokens[at]!, { tokens: 8, items: 3 })];
  assert.deepEqual(batches, [
    [0, 2],
    [2, 3],
    [3, 4],
    [4, 7],
    [7, 8],
  ]);
  const fours = [
    ...requestBatches(
      tokens.length,
      () => 1,
      { tokens: 8, items: 8 },
      (at) => at % 4 !== 0,
    ),
  ];
  assert.deepEqual(fours, [
    [0, 4],
    [4, 8],
  ]);
  assert.deepEqual([...requestBatches(0, () => 1, { tokens: 8, items: 3 })], []);
});
