import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { kthLargest } from '../../src/support/kth-largest.ts';
import { sortIndices } from '../../src/support/sort-indices.ts';

const values = fc.array(fc.oneof(fc.float({ noNaN: true }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 300 });

test('the k-th largest, whatever the values and however many are equal', () => {
  fc.assert(
    fc.property(values, fc.nat(), fc.nat(20), (numbers, at, more) => {
      const k = (at % numbers.length) + 1;
      const array = new Float32Array([...numbers, ...new Array<number>(more).fill(Number.POSITIVE_INFINITY)]);
      const expected = Float32Array.from(numbers).sort().at(-k)!;
      assert.equal(kthLargest(array, numbers.length, k) + 0, expected + 0);
    }),
    { numRuns: 1000 },
  );
});

test('indices are sorted stably', () => {
  fc.assert(
    fc.property(values, (numbers) => {
      const indices = Uint32Array.from(numbers.keys());
      sortIndices(indices, (a, b) => numbers[a]! > numbers[b]!);
      assert.deepEqual(
        [...indices],
        [...numbers.keys()].sort((a, b) => (numbers[a]! > numbers[b]! ? -1 : numbers[a]! < numbers[b]! ? 1 : a - b)),
      );
    }),
  );
});
