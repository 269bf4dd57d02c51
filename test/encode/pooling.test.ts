import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normaliseVectors, pool, truncateVectors } from '../../src/encode/pooling.ts';

/** Two texts of 2 and 3 tokens, two components, in rows of 3; what stands in the padding is 99. */
const right = Float32Array.of(1, 2, 3, 4, 99, 99, 5, 6, 7, 8, 9, 10);
const left = Float32Array.of(99, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
const lengths = Uint32Array.of(2, 3);
const sides = [
  [right, Uint32Array.of(0, 0)],
  [left, Uint32Array.of(1, 0)],
] as const;

test('the first token, the last or the mean, padding left out at either side', () => {
  for (const [hidden, starts] of sides) {
    const places = { starts, lengths, columns: 3 };
    assert.deepEqual([...pool(hidden, 2, places, 'cls')], [1, 2, 5, 6]);
    assert.deepEqual([...pool(hidden, 2, places, 'last')], [3, 4, 9, 10]);
    assert.deepEqual([...pool(hidden, 2, places, 'mean')], [2, 3, 7, 8]);
  }
});

test('leading tokens can be left out of the mean, but not all', () => {
  const places = { starts: Uint32Array.of(0, 0), lengths, columns: 3 };
  assert.deepEqual([...pool(right, 2, places, 'mean', 1)], [3, 4, 8, 9]);
  assert.deepEqual([...pool(right, 2, places, 'mean', 2)], [2, 3, 9, 10]);
});

test('the first components are kept', () => {
  const vectors = Float32Array.of(1, 2, 3, 4, 5, 6);
  assert.deepEqual([...truncateVectors(vectors, 3, 2)], [1, 2, 4, 5]);
  assert.deepEqual([...truncateVectors(vectors, 3, 1)], [1, 4]);
  assert.equal(truncateVectors(vectors, 3, 3), vectors);
});

test('vectors come to length 1, and zeros stay', () => {
  const vectors = Float32Array.of(3, 4, 0, 0);
  normaliseVectors(vectors, 2);
  assert.deepEqual([...vectors], [Math.fround(0.6), Math.fround(0.8), 0, 0]);
  const component = fc.float({ noNaN: true, min: -1000, max: 1000 });
  fc.assert(
    fc.property(fc.array(component, { minLength: 8, maxLength: 8 }), (values) => {
      const vector = Float32Array.from(values);
      normaliseVectors(vector, 8);
      const length = Math.hypot(...vector);
      assert.ok(Math.abs(length - 1) < 1e-6 || Math.hypot(...values) < 1e-11, `${length}`);
    }),
  );
});
