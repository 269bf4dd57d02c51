import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fuse } from '../../src/fuse/fuse.ts';
import type { FusionOptions } from '../../src/fuse/fusion.ts';
import { findFusionMethod, fusionMethods } from '../../src/fuse/methods/registry.ts';
import { findMissingRule, missingRules } from '../../src/fuse/missing-rule.ts';
import { findNormalisation, normalisations } from '../../src/fuse/normalisations/registry.ts';
import type { Ranking } from '../../src/run/ranking.ts';
import { failure } from '../run/files.ts';
import { near, pairs, ranking } from './rankings.ts';

const method = (name: string): FusionOptions => ({ method: findFusionMethod(name) });
const ids = (fused: Ranking): readonly string[] => fused.ids;

test('equal fused scores stand in the order of the first run that has them, then of the next', () => {
  const one = ranking(['m', 1], ['z', 1], ['a', 1]);
  const two = ranking(['y', 1], ['a', 1], ['b', 1]);
  assert.deepEqual(ids(fuse([one, two], { ...method('combmax') })), ['m', 'z', 'a', 'y', 'b']);
  assert.deepEqual(ids(fuse([two, one], { ...method('combmax') })), ['y', 'a', 'b', 'm', 'z']);
});

test('equal scores within a run have ranks as the run has them, or as trec_eval does', () => {
  const tied = ranking(['a', 1], ['c', 1], ['b', 1]);
  const other = ranking(['x', 1]);
  assert.deepEqual(ids(fuse([tied, other], method('rrf'))), ['a', 'x', 'c', 'b']);
  assert.deepEqual(ids(fuse([tied, other], { ...method('rrf'), ties: 'trec' })), ['c', 'x', 'b', 'a']);
});

test('a run of weight 0 is left out, its documents too: α = 1 leaves RaDeR as it is', () => {
  const rader = ranking(['a', 0.9], ['b', 0.8], ['c', 0.1]);
  const bm25 = ranking(['c', 20], ['d', 10]);
  for (const missing of missingRules.filter(({ name }) => name !== 'rest'))
    assert.deepEqual(ids(fuse([rader, bm25], { ...method('zscore'), weights: [1, 0], missing })), ['a', 'b', 'c'], missing.name);
});

test('a run that prefers nothing changes nothing: all its z are 0', () => {
  const run = ranking(['a', 3], ['b', 2], ['c', 1]);
  const flat = ranking(['c', 0.1], ['a', 0.1], ['b', 0.1]);
  const z = pairs(fuse([run], method('zscore')));
  assert.deepEqual(pairs(fuse([run, flat], method('zscore'))), z);
});

test('topics of one document, of none, and that a run lacks', () => {
  const one = ranking(['a', -5]);
  const nothing = ranking();
  for (const { name } of fusionMethods) {
    assert.deepEqual(ids(fuse([one, one], method(name))), ['a'], name);
    assert.deepEqual(ids(fuse([nothing, undefined], method(name))), [], name);
    const kept = findFusionMethod(name).missing.name === 'drop' ? [] : ['a'];
    assert.deepEqual(ids(fuse([one, undefined], method(name))), kept, name);
    assert.deepEqual(fuse([one, undefined], method(name)), fuse([one, nothing], method(name)), name);
  }
});

test('only the best are kept, cut at the depth', () => {
  const run = ranking(['c', 1], ['a', 3], ['b', 2]);
  assert.deepEqual(pairs(fuse([run], { ...method('weighted-sum'), depth: 2 })), [['a', 3], ['b', 2]]); // biome-ignore format: short
  const long = ranking(...Array.from({ length: 1500 }, (_, at) => [`d${at}`, -at] as const));
  assert.equal(fuse([long], method('rrf')).ids.length, 1000);
});

test('another normalisation may take the place of the method’s own', () => {
  const runs = [ranking(['a', 4], ['b', 2]), ranking(['b', 10], ['c', 0])];
  const fused = fuse(runs, { ...method('weighted-sum'), normalisation: findNormalisation('min-max'), missing: findMissingRule('zero') });
  assert.deepEqual(fused, fuse(runs, method('combsum')));
});

const run = ranking(['a', 2], ['b', 1]);
const refusals: readonly (readonly [
  what: string,
  runs: readonly Ranking[],
  options: FusionOptions,
  kind: 'usage' | 'data',
  message: RegExp,
])[] = [
  ['too few weights', [run, run], { ...method('zscore'), weights: [1] }, 'usage', /1 weights are given for 2 runs: 1/],
  ['a weight that is no number', [run, run], { ...method('zscore'), weights: [Number.NaN, 1] }, 'usage', /weight NaN/],
  ['an infinite weight', [run, run], { ...method('zscore'), weights: [1, Number.POSITIVE_INFINITY] }, 'usage', /weight Infinity/],
  ['a negative weight', [run, run], { ...method('zscore'), weights: [1, -0.5] }, 'usage', /weight -0.5/],
  ['weights of 0 alone', [run, run], { ...method('zscore'), weights: [0, 0] }, 'usage', /all weights are 0/],
  ['a normalisation for ranks', [run], { ...method('rrf'), normalisation: findNormalisation('zscore') }, 'usage', /rrf goes by ranks/],
  [
    'points to share where there are none',
    [run],
    { ...method('rrf'), missing: findMissingRule('rest') },
    'usage',
    /rest shares out points/,
  ],
  ['a k below 0', [run], { ...method('rrf'), k: -61 }, 'usage', /k is -61/],
  ['NaN', [ranking(['a', Number.NaN])], method('zscore'), 'data', /score of document "a" is NaN/],
  ['an infinite score', [ranking(['a', 1], ['b', Number.NEGATIVE_INFINITY])], method('rrf'), 'data', /document "b" is -Infinity/],
  ['a sum past float64', [ranking(['a', 1e308]), ranking(['a', 1e308])], method('weighted-sum'), 'data', /"a" is Infinity.*min-max/],
  ['a document twice', [ranking(['a', 1], ['a', 2])], method('rrf'), 'data', /"a" occurs twice/],
];

for (const [what, runs, options, kind, message] of refusals) {
  test(`refused: ${what}`, () => assert.throws(() => fuse(runs, { ...options, topic: 'q' }), failure(kind, message)));
}

// Properties, over small runs with many shared documents and many ties.

const documents = ['a', 'b b', 'ç', '😀', 'e', 'f', 'g'];
const someRun = (scores: fc.Arbitrary<number>): fc.Arbitrary<Ranking | undefined> =>
  fc.option(
    fc.uniqueArray(fc.tuple(fc.constantFrom(...documents), scores), { selector: ([id]) => id }).map((rows) => ranking(...rows)),
    { nil: undefined, freq: 8 },
  );
const tiedRuns = fc.array(someRun(fc.integer({ min: -2, max: 2 })), { minLength: 1, maxLength: 4 });
const wildRuns = fc.array(someRun(fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 1, maxLength: 4 });
const anyMethod = fc.constantFrom(...fusionMethods);
const anyFusion = anyMethod.chain((chosen) =>
  fc.record({
    method: fc.constant(chosen),
    normalisation: chosen.normalisation.reads === 'ranks' ? fc.constant(undefined) : fc.constantFrom(undefined, ...normalisations),
    missing: fc.constantFrom(undefined, ...missingRules.filter(({ name }) => name !== 'rest')),
  }),
);
const shuffled = <Item>(items: readonly Item[], seed: number): Item[] => {
  const copy = [...items];
  for (let at = copy.length - 1; at > 0; at--) {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    const other = seed % (at + 1);
    [copy[at], copy[other]] = [copy[other]!, copy[at]!];
  }
  return copy;
};

test('every fused score is finite, scores never rise, and every document is one of a run’s', () => {
  fc.assert(
    fc.property(wildRuns, anyFusion, (runs, options) => {
      fc.pre((options.normalisation ?? options.method.normalisation).name !== 'none');
      const fused = fuse(runs, options);
      assert.ok(fused.scores.every(Number.isFinite));
      assert.ok(fused.scores.every((score, at) => at === 0 || score <= fused.scores[at - 1]!));
      const known = new Set(runs.flatMap((one) => one?.ids ?? []));
      assert.equal(new Set(fused.ids).size, fused.ids.length);
      assert.ok(fused.ids.every((id) => known.has(id)));
      if ((options.missing ?? options.method.missing).name !== 'drop') assert.equal(fused.ids.length, known.size);
      else assert.ok(fused.ids.every((id) => runs.every((one) => one?.ids.includes(id))));
    }),
    { numRuns: 500 },
  );
});

test('the order of documents in a run changes nothing, ties as trec_eval has them', () => {
  fc.assert(
    fc.property(tiedRuns, anyFusion, fc.nat(), (runs, options, seed) => {
      const moved = runs.map((one) => one && ranking(...shuffled(pairs(one), seed)));
      assert.deepEqual(fuse(moved, { ...options, ties: 'trec' }), fuse(runs, { ...options, ties: 'trec' }));
    }),
    { numRuns: 500 },
  );
});

test('the order of documents in a run changes nothing where no scores are equal', () => {
  fc.assert(
    fc.property(tiedRuns, anyFusion, fc.nat(), (runs, options, seed) => {
      const distinct = runs.map((one) => one && ranking(...one.ids.map((id, at) => [id, one.scores[at]! + at / 16] as const)));
      const moved = distinct.map((one) => one && ranking(...shuffled(pairs(one), seed)));
      assert.deepEqual(fuse(moved, options), fuse(distinct, options));
    }),
    { numRuns: 500 },
  );
});

test('weights that are all multiplied by the same number keep the order', () => {
  fc.assert(
    fc.property(
      tiedRuns,
      anyFusion,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 }),
      fc.integer({ min: -8, max: 8 }),
      (runs, options, numbers, power) => {
        const weights = runs.map((_, at) => numbers[at]!);
        // Powers of two, so that rounding can't part what is tied.
        const scaled = weights.map((weight) => weight * 2 ** power);
        assert.deepEqual(fuse(runs, { ...options, weights: scaled }).ids, fuse(runs, { ...options, weights }).ids);
      },
    ),
    { numRuns: 500 },
  );
});

test('reciprocal ranks see order alone: any rising function of the scores gives the same', () => {
  fc.assert(
    fc.property(tiedRuns, fc.constantFrom('rrf', 'isr', 'log-isr', 'borda'), (runs, name) => {
      const stretched = runs.map((one) => one && { ids: one.ids, scores: one.scores.map((score) => Math.exp(score) * 1000 - 7) });
      assert.deepEqual(fuse(stretched, method(name)), fuse(runs, method(name)));
    }),
  );
});

test('the order of the runs changes no score', () => {
  fc.assert(
    fc.property(tiedRuns, anyMethod, fc.nat(), (runs, chosen, seed) => {
      const fused = new Map(pairs(fuse(runs, { method: chosen })));
      for (const [id, score] of pairs(fuse(shuffled(runs, seed), { method: chosen }))) {
        assert.ok(near(score, fused.get(id)!, 1e-12), `${id}: ${score} and ${fused.get(id)}`);
      }
    }),
  );
});

test('a run fused with itself keeps its order', () => {
  fc.assert(
    fc.property(someRun(fc.integer({ min: -2, max: 2 })), anyMethod, (one, chosen) => {
      assert.deepEqual(fuse([one, one], { method: chosen }).ids, fuse([one], { method: findFusionMethod('weighted-sum') }).ids);
    }),
  );
});

test('the weighted sum of z-scores equals a plain computation in float64', () => {
  const z = (one: Ranking | undefined): Map<string, number> => {
    const scores = [...(one?.scores ?? [])];
    const mean = scores.reduce((total, score) => total + score, 0) / scores.length;
    const deviation = Math.sqrt(scores.reduce((total, score) => total + (score - mean) ** 2, 0) / scores.length);
    return new Map(one?.ids.map((id, at) => [id, deviation < 1e-9 ? 0 : (scores[at]! - mean) / deviation]));
  };
  fc.assert(
    fc.property(tiedRuns, fc.double({ min: 0.01, max: 1, noNaN: true }), (runs, alpha) => {
      const weights = runs.map((_, at) => (at === 0 ? alpha : 1.01 - alpha));
      const tables = runs.map(z);
      const fused = pairs(fuse(runs, { ...method('zscore'), weights }));
      for (const [id, score] of fused) {
        const lowest = (table: Map<string, number>): number => (table.size === 0 ? 0 : Math.min(...table.values()));
        const expected = tables.reduce((total, table, at) => total + weights[at]! * (table.get(id) ?? lowest(table)), 0);
        assert.ok(near(score, expected), `${id}: ${score} and ${expected}`);
      }
    }),
  );
});

test('where runs rank equally many documents, n and n − 1 give the same order', () => {
  const whole = fc
    .tuple(...documents.map(() => fc.integer({ min: -50, max: 50 })))
    .map((scores) => ranking(...documents.map((id, at) => [id, scores[at]!] as const)));
  fc.assert(
    fc.property(whole, whole, (one, two) => {
      const population = fuse([one, two], { ...method('zscore'), weights: [0.8, 0.2] });
      const sample = fuse([one, two], { ...method('zscore'), weights: [0.8, 0.2], normalisation: findNormalisation('zscore-sample') });
      const factor = Math.sqrt((documents.length - 1) / documents.length);
      const scores = new Map(pairs(population));
      for (const [id, score] of pairs(sample)) assert.ok(near(score, scores.get(id)! * factor));
    }),
  );
});
