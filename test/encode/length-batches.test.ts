import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type BatchLimits, lengthBatches, type SizedText } from '../../src/encode/length-batches.ts';

const batchesOf = (lengths: readonly number[], limits: BatchLimits): (readonly SizedText[])[] => [
  ...lengthBatches(
    lengths.map((length, position) => ({ position, ids: { length } })),
    limits,
  ),
];

test('neighbours in length share a batch within the budget, padding counted, longest first', () => {
  const batches = batchesOf([3, 10, 4, 9, 1], { tokens: 20, grouping: 'similar' });
  assert.deepEqual(
    batches.map((batch) => batch.map(({ ids }) => ids.length)),
    [
      [10, 9],
      [4, 3, 1],
    ],
  );
});

test('every text comes once, within the limits, whatever the lengths', () => {
  const limits = fc.record({ tokens: fc.integer({ min: 1, max: 60 }), grouping: fc.constantFrom('similar', 'equal', 'alone') });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 80 }), limits, (lengths, { tokens, grouping }) => {
      const batches = batchesOf(lengths, { tokens, grouping: grouping as BatchLimits['grouping'] });
      const seen = batches.flat().map(({ position }) => position);
      assert.deepEqual(
        seen.toSorted((a, b) => a - b),
        [...lengths.keys()],
      );
      for (const batch of batches) {
        const sizes = batch.map(({ ids }) => ids.length);
        assert.ok(batch.length === 1 || batch.length * Math.max(...sizes) <= tokens);
        if (grouping === 'equal') assert.equal(new Set(sizes).size, 1);
        if (grouping === 'alone') assert.equal(batch.length, 1);
      }
    }),
  );
});

test('texts are drawn as they are needed', () => {
  let drawn = 0;
  const texts = (function* () {
    for (let position = 0; position < 1000; position++) {
      drawn++;
      yield { position, ids: { length: 10 } };
    }
  })();
  const batches = lengthBatches(texts, { tokens: 100, grouping: 'similar' });
  batches.next();
  assert.ok(drawn <= 50, `${drawn} texts were drawn for the first batch`);
});
