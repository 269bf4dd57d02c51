import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { topK } from '../../src/support/top-k.ts';

/** The definition, by sorting everything. */
function bySorting(scores: Float32Array, k: number): { positions: number[]; scores: number[] } {
  const order = [...scores.keys()].filter((i) => scores[i] !== Number.NEGATIVE_INFINITY).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const positions = order.slice(0, k);
  return { positions, scores: positions.map((i) => scores[i]!) };
}

function check(scores: Float32Array, k: number): void {
  const top = topK(scores, k);
  assert.deepEqual({ positions: [...top.positions], scores: [...top.scores] }, bySorting(scores, k));
}

test('chooses the best, ties by position', () => {
  const top = topK(Float32Array.of(1, 3, 2, 3, 0), 3);
  assert.deepEqual([...top.positions], [1, 3, 2]);
  assert.deepEqual([...top.scores], [3, 3, 2]);
});

test('absent items, fewer items than k, nothing at all', () => {
  check(Float32Array.of(-Infinity, 1, -Infinity, 2), 3);
  check(Float32Array.of(-Infinity, -Infinity), 3);
  check(new Float32Array(0), 3);
  check(Float32Array.of(1, 2, 3), 0);
});

test('a sea of ties is cut in order of position', () => {
  const scores = new Float32Array(5000);
  scores[4000] = 1;
  check(scores, 1000);
});

test('equals sorting for any scores: few distinct values, negative, tiny, huge', () => {
  const value = fc.oneof(
    fc.constantFrom(0, -0, 1, 2, Number.NEGATIVE_INFINITY),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ noNaN: true, min: 0, max: Math.fround(1e-40) }),
  );
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 200 }),
      fc.integer({ min: 0, max: 210 }),
      fc.integer({ min: 1, max: 30 }),
      (values, k, repeat) => {
        const scores = Float32Array.from(Array.from({ length: repeat }, () => values).flat(), (v) => v + 0);
        check(scores, k * repeat);
        check(scores, k);
      },
    ),
    { numRuns: 300 },
  );
});

test('long lists, where a sample sets the floor: sorted ones too, on which a sample is at its worst', () => {
  const count = 40_000;
  const shapes: readonly ((i: number) => number)[] = [
    (i) => i,
    (i) => -i,
    (i) => Math.sin(i) * 1000,
    (i) => (i % 128 === 0 ? 5 : 1),
    (i) => (i % 128 === 0 ? Number.NEGATIVE_INFINITY : i % 7),
    (i) => (i > count - 900 ? i : 0),
    () => Number.NEGATIVE_INFINITY,
  ];
  for (const shape of shapes) {
    const scores = Float32Array.from({ length: count }, (_, i) => shape(i));
    for (const k of [1, 10, 1000, 39_999, 50_000]) check(scores, k);
  }
});
