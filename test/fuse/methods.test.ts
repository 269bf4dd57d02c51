import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuse } from '../../src/fuse/fuse.ts';
import { findFusionMethod, fusionMethods } from '../../src/fuse/methods/registry.ts';
import { findMissingRule, missingRules } from '../../src/fuse/missing-rule.ts';
import { failure } from '../run/files.ts';
import { near, pairs, ranking } from './rankings.ts';

test('each says what it is and where it is from, under names of its own', () => {
  for (const { name, summary, source } of fusionMethods) {
    assert.match(name, /^[a-z]+(-[a-z]+)*$/);
    assert.match(summary, /\.$/);
    assert.notEqual(source, '');
  }
  const names = fusionMethods.flatMap(({ name, aliases }) => [name, ...aliases]);
  assert.equal(new Set(names).size, names.length);
});

test('names are read in any spelling; unknown ones are refused with the nearest', () => {
  for (const [text, name] of [
    ['z-score', 'zscore'],
    ['CombSUM', 'combsum'],
    ['comb_mnz', 'combmnz'],
    ['logISR', 'log-isr'],
    ['min-max', 'combsum'],
    ['RRF', 'rrf'],
  ] as const)
    assert.equal(findFusionMethod(text).name, name);
  assert.throws(() => findFusionMethod('rff'), failure('usage', /fusion method "rff".*Did you mean rrf/));
  assert.throws(() => findMissingRule('dorp'), failure('usage', /missing rule "dorp".*Did you mean drop/));
});

/** a: 1, b: 0.5, c: 0 from 0 to 1; b: 1, d: 0.25, e: 0. */
const first = ranking(['a', 30], ['b', 20], ['c', 10]);
const second = ranking(['b', 9], ['d', 3], ['e', 1]);

/** By hand, from the papers' formulas: every document's score, best first. */
const golden: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  'weighted-sum': [['b', 29]],
  rrf: [
    ['b', 1 / 62 + 1 / 61],
    ['a', 1 / 61],
    ['d', 1 / 62],
    ['c', 1 / 63],
    ['e', 1 / 63],
  ],
  combsum: [['b', 1.5], ['a', 1], ['d', 0.25], ['c', 0], ['e', 0]], // biome-ignore format: a table
  combmnz: [['b', 3], ['a', 1], ['d', 0.25], ['c', 0], ['e', 0]], // biome-ignore format: a table
  combmax: [['a', 1], ['b', 1], ['d', 0.25], ['c', 0], ['e', 0]], // biome-ignore format: a table
  combmin: [['a', 1], ['b', 0.5], ['d', 0.25], ['c', 0], ['e', 0]], // biome-ignore format: a table
  combanz: [['a', 1], ['b', 0.75], ['d', 0.25], ['c', 0], ['e', 0]], // biome-ignore format: a table
  combmed: [['a', 1], ['b', 0.75], ['d', 0.25], ['c', 0], ['e', 0]], // biome-ignore format: a table
  isr: [['b', 2.5], ['a', 1], ['d', 0.25], ['c', 1 / 9], ['e', 1 / 9]], // biome-ignore format: a table
  'log-isr': [['b', 1.25 * Math.LN2], ['a', 0], ['c', 0], ['d', 0], ['e', 0]], // biome-ignore format: a table
  // Five documents: 5, 4, 3 points, and (1 + 2) / 2 for each of the two that a run lacks.
  borda: [['b', 9], ['a', 6.5], ['d', 5.5], ['c', 4.5], ['e', 4.5]], // biome-ignore format: a table
};

for (const method of fusionMethods.filter(({ name }) => name !== 'zscore')) {
  test(`${method.name}: scores and order by hand`, () => {
    const fused = pairs(fuse([first, second], { method }));
    const expected = golden[method.name]!;
    assert.deepEqual(
      fused.map(([id]) => id),
      expected.map(([id]) => id),
    );
    for (const [at, [id, score]] of fused.entries()) assert.ok(near(score, expected[at]![1]), `${id}: ${score}`);
  });
}

test('zscore: RaDeR’s hybrid of numpy’s z-scores, an id with a space among them, missing documents at the run’s lowest', () => {
  const rader = ranking(['d1', 12.5], ['d 2', 11.75], ['d3', 9.125], ['d4', 3]);
  const bm25 = ranking(['d3', 0.91], ['d5', 0.82], ['d 2', 0.805], ['d6', 0.31], ['d1', 0.3]);
  const method = findFusionMethod('zscore');
  const check = (missing: string | undefined, expected: readonly (readonly [string, number])[]): void => {
    const fused = pairs(
      fuse([rader, bm25], { method, weights: [0.8, 0.2], missing: missing === undefined ? undefined : findMissingRule(missing) }),
    );
    assert.deepEqual(
      fused.map(([id]) => id),
      expected.map(([id]) => id),
    );
    for (const [at, [id, score]] of fused.entries()) assert.ok(near(score, expected[at]![1], 1e-14), `${id}: ${score}`);
  };
  const shared = [
    ['d 2', 0.7008227034857709],
    ['d1', 0.48318627155688787],
    ['d3', 0.21718818940317383],
  ] as const;
  check(undefined, [...shared, ['d5', -1.162237473473835], ['d6', -1.544273343052891], ['d4', -1.551764242456402]]);
  check('zero', [...shared, ['d5', 0.1430761786070582], ['d6', -0.23895969097199782], ['d4', -1.3053136520808932]]);
  check('drop', shared);
});

test('three runs: medians, and weights that multiply scores', () => {
  const third = ranking(['b', 2], ['a', 1]);
  const method = findFusionMethod('combmed');
  assert.deepEqual(pairs(fuse([first, second, third], { method })).slice(0, 2), [['b', 1], ['a', 0.5]]); // biome-ignore format: short
  const weighted = fuse([first, second], { method: findFusionMethod('combsum'), weights: [0.25, 2] });
  assert.deepEqual(pairs(weighted).slice(0, 3), [['b', 2.125], ['d', 0.5], ['a', 0.25]]); // biome-ignore format: short
});

test('k moves reciprocal ranks', () => {
  const fused = fuse([first, second], { method: findFusionMethod('rrf'), k: 0 });
  assert.deepEqual(pairs(fused).slice(0, 2), [['b', 1.5], ['a', 1]]); // biome-ignore format: short
});

test('every rule for missing documents gives what it says', () => {
  const scores = Float64Array.of(1, 0.5, -2);
  const none = new Float64Array(0);
  const values = Object.fromEntries(missingRules.map(({ name, value }) => [name, [value(scores, 7), value(none, 7)]]));
  assert.deepEqual(values, { drop: ['drop', 'drop'], zero: [0, 0], min: [-2, 0], skip: ['skip', 'skip'], rest: [2.5, 4] });
});
