import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Normalisation } from '../../src/fuse/normalisation.ts';
import { findNormalisation, normalisations } from '../../src/fuse/normalisations/registry.ts';
import { failure } from '../run/files.ts';
import { near } from './rankings.ts';

const context = { candidates: 10, k: 60 };
const apply = (name: string, ...scores: readonly number[]): number[] => [
  ...findNormalisation(name).normalise(Float64Array.from(scores), context),
];

function isNear(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [at, value] of actual.entries()) assert.ok(near(value, expected[at]!), `${actual} is not ${expected}`);
}

test('each says what it is and where it is from', () => {
  for (const { name, summary, source } of normalisations) {
    assert.match(name, /^[a-z]+(-[a-z]+)*$/);
    assert.match(summary, /\.$/);
    assert.notEqual(source, '');
  }
  assert.equal(new Set(normalisations.map(({ name }) => name)).size, normalisations.length);
});

test('z-scores by hand: mean 3, deviation √2', () => {
  const root = Math.SQRT2;
  isNear(apply('zscore', 5, 4, 3, 2, 1), [2 / root, 1 / root, 0, -1 / root, -2 / root]);
  isNear(
    apply('zscore-sample', 5, 4, 3, 2, 1),
    [2, 1, 0, -1, -2].map((away) => away / Math.sqrt(2.5)),
  );
});

test('z-scores as numpy 2.4 computes them, ddof 0 and 1', () => {
  isNear(apply('zscore', 12.5, 11.75, 9.125, 3), [0.9120460774154957, 0.7112285924799737, 0.00836739520564675, -1.6316420651011163]);
  isNear(
    apply('zscore-sample', 12.5, 11.75, 9.125, 3),
    [0.7898550724637681, 0.6159420289855072, 0.007246376811594203, -1.4130434782608696],
  );
});

test('equal scores, and a single one: z is 0, min-max 1, the sum still 1', () => {
  // The mean of three 0.1 is not 0.1, so that a deviation computed blindly is not 0 either.
  assert.deepEqual(apply('zscore', 0.1, 0.1, 0.1), [0, 0, 0]);
  assert.deepEqual(apply('zscore-sample', 0.1, 0.1, 0.1), [0, 0, 0]);
  assert.deepEqual(apply('zscore', 7), [0]);
  assert.deepEqual(apply('zscore-sample', 7), [0]);
  assert.deepEqual(apply('min-max', -3, -3), [1, 1]);
  assert.deepEqual(apply('min-max', 0), [1]);
  isNear(apply('sum', 2, 2, 2), [1 / 3, 1 / 3, 1 / 3]);
});

test('the others by hand', () => {
  assert.deepEqual(apply('none', 3, -1), [3, -1]);
  assert.deepEqual(apply('min-max', 10, 5, 0), [1, 0.5, 0]);
  isNear(apply('sum', 10, 5, 0), [2 / 3, 1 / 3, 0]);
  isNear(apply('rank', 9, 8, 8, 1), [1, 0.75, 0.5, 0.25]);
  isNear(apply('reciprocal-rank', 9, 8), [1 / 61, 1 / 62]);
  isNear(apply('inverse-square-rank', 9, 8, 7), [1, 1 / 4, 1 / 9]);
  assert.deepEqual(apply('borda', 9, 8, 7), [10, 9, 8]);
});

test('scores at the ends of float64 neither overflow nor vanish', () => {
  const huge = Number.MAX_VALUE;
  assert.deepEqual(apply('min-max', huge, 0, -huge), [1, 0.5, 0]);
  isNear(apply('zscore', huge, 0, -huge), [Math.sqrt(1.5), 0, -Math.sqrt(1.5)]);
  isNear(apply('zscore', huge, huge, 0), [Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT2]);
  isNear(apply('zscore', Number.MIN_VALUE, 0), [1, -1]);
  isNear(apply('zscore', 1e-200, 0), [1, -1]);
});

const someScores = fc
  .array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 30 })
  .map((scores) => Float64Array.from(scores).sort().reverse());

for (const normalisation of normalisations) {
  test(`${normalisation.name}: finite, one for each score, never rising, and the scores stay as they were`, () => {
    fc.assert(
      fc.property(someScores, (scores) => {
        const before = scores.slice();
        const values = normalisation.normalise(scores, { candidates: scores.length + 3, k: 60 });
        assert.deepEqual(scores, before);
        assert.equal(values.length, scores.length);
        assert.ok(values.every(Number.isFinite), `${scores} → ${values}`);
        assert.ok(
          values.every((value, at) => at === 0 || value <= values[at - 1]!),
          `${scores} → ${values}`,
        );
      }),
    );
  });
}

const moderate = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 20 })
  .map((scores) => Float64Array.from(scores).sort().reverse());

test('what compares scores does not see how a run scales and shifts them', () => {
  const blind: readonly Normalisation[] = normalisations.filter(({ name }) => name !== 'none');
  fc.assert(
    fc.property(moderate, fc.integer({ min: 1, max: 64 }), fc.integer({ min: -500, max: 500 }), (scores, factor, shift) => {
      const moved = scores.map((score) => score * factor + shift);
      for (const { name, normalise } of blind) {
        const values = normalise(scores, context);
        const again = normalise(moved, context);
        assert.ok(
          values.every((value, at) => near(value, again[at]!)),
          name,
        );
      }
    }),
  );
});

test('z-scores have mean 0 and deviation 1', () => {
  fc.assert(
    fc.property(moderate, (scores) => {
      fc.pre(scores[0] !== scores.at(-1));
      const z = findNormalisation('zscore').normalise(scores, context);
      const mean = z.reduce((total, value) => total + value, 0) / z.length;
      const variance = z.reduce((total, value) => total + value ** 2, 0) / z.length;
      assert.ok(near(mean, 0) && near(variance, 1), `${mean}, ${variance}`);
    }),
  );
});

test('names are read in any spelling; unknown ones are refused with the nearest', () => {
  assert.equal(findNormalisation('Min_Max').name, 'min-max');
  assert.equal(findNormalisation('z-score').name, 'zscore');
  assert.throws(() => findNormalisation('zskore'), failure('usage', /normalisation "zskore".*Did you mean zscore/));
});
