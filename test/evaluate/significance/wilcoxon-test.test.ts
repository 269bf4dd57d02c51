import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type WilcoxonOptions, wilcoxonTest } from '../../../src/evaluate/significance/wilcoxon-test.ts';
import { needsShared } from '../../shared.ts';
import { near } from './near.ts';
import { pairs, reordered } from './scores.ts';
import { hand, larger, type Pair, seeded, theorems } from './vectors.ts';

type Row = readonly [WilcoxonOptions, statistic: number, p: number];

// Figures of scipy.stats.wilcoxon 1.17 on differences rounded to ten places, since it takes 0.37 and 0.37000000000000005 for different sizes.
function agrees({ a, b }: Pair, rows: readonly Row[]): void {
  for (const [options, statistic, p] of rows) {
    const result = wilcoxonTest(a, b, options);
    assert.equal(result.statistic, statistic);
    near(result.p, p);
  }
}

test('with ties and zeros the exact test counts all sign choices', () => {
  agrees(hand, [
    [{ zeros: 'wilcoxon' }, 10, 0.578125],
    [{ zeros: 'pratt' }, 16, 0.421875],
    [{ zeros: 'wilcoxon', alternative: 'greater' }, 18, 0.2890625],
    [{ zeros: 'pratt', alternative: 'greater' }, 33, 0.2109375],
    [{ zeros: 'wilcoxon', alternative: 'less' }, 18, 0.765625],
    [{ zeros: 'pratt', alternative: 'less' }, 33, 0.8125],
  ]);
});

test('without ties the exact test agrees with scipy', () => {
  agrees(seeded, [
    [{}, 77, 0.036649227142333984],
    [{ zeros: 'pratt', alternative: 'greater' }, 223, 0.018324613571166992],
    [{ alternative: 'less' }, 223, 0.9830074310302734],
  ]);
});

test('the normal approximation agrees with scipy, ties and zeros included', () => {
  const method = 'normal';
  agrees(hand, [
    [{ method }, 10, 0.49896229860376107],
    [{ method, zeros: 'pratt' }, 16, 0.37745457766027635],
    [{ method, alternative: 'greater' }, 18, 0.24948114930188053],
    [{ method, zeros: 'pratt', alternative: 'greater' }, 33, 0.18872728883013817],
    [{ method, alternative: 'less' }, 18, 0.7505188506981195],
    [{ method, zeros: 'pratt', alternative: 'less' }, 33, 0.8112727111698619],
  ]);
  agrees(larger, [
    [{ method }, 381.5, 0.7016594851646191],
    [{ method, alternative: 'greater' }, 438.5, 0.35082974258230953],
    [{ method, alternative: 'less' }, 438.5, 0.6491702574176905],
  ]);
});

test('the normal approximation agrees with scipy on the published runs', { skip: needsShared }, () => {
  const method = 'normal';
  agrees(theorems(), [
    [{ method }, 225.5, 0.6592156308765098],
    [{ method, alternative: 'greater' }, 225.5, 0.6703921845617451],
    [{ method, alternative: 'less' }, 225.5, 0.3296078154382549],
    [{ method, zeros: 'pratt' }, 945.5, 1],
    [{ method, zeros: 'pratt', alternative: 'less' }, 945.5, 0.5],
  ]);
  assert.equal(wilcoxonTest(theorems().a, theorems().b).method, 'exact');
});

test('exact up to 200 differences, then normal, and the two meet', () => {
  const scores = (topics: number): Float64Array => Float64Array.from({ length: topics }, (_, topic) => ((topic * 7919) % 211) / 211 - 0.47);
  const zeros = (topics: number): Float64Array => new Float64Array(topics);
  assert.equal(wilcoxonTest(scores(200), zeros(200)).method, 'exact');
  assert.equal(wilcoxonTest(scores(201), zeros(201)).method, 'normal');
  near(wilcoxonTest(scores(200), zeros(200)).p, wilcoxonTest(scores(200), zeros(200), { method: 'normal' }).p, 1e-3);
});

test('the Wilcoxon test defines what has no spread', () => {
  for (const method of ['exact', 'normal'] as const) {
    for (const zeros of ['wilcoxon', 'pratt'] as const) {
      const identical = wilcoxonTest(hand.a, hand.a, { method, zeros });
      assert.deepEqual([identical.statistic, identical.p, identical.degeneracy], [0, 1, 'identical']);
    }
  }
  const one = wilcoxonTest(Float64Array.of(1), Float64Array.of(0), { alternative: 'greater' });
  assert.deepEqual([one.statistic, one.p, one.degeneracy], [1, 0.5, 'one topic']);
  const constant = wilcoxonTest(Float64Array.of(1, 1, 1, 1), new Float64Array(4));
  assert.deepEqual([constant.statistic, constant.p, constant.degeneracy], [0, 0.125, 'constant difference']);
});

test('the exact test does not depend on topic order, and swapping the systems turns it around', () => {
  fc.assert(
    fc.property(
      pairs(1, 30),
      fc.array(fc.integer(), { minLength: 30, maxLength: 30 }),
      fc.constantFrom('wilcoxon', 'pratt'),
      (pair, keys, zeros) => {
        const { p } = wilcoxonTest(pair.a, pair.b, { zeros });
        const shuffled = reordered(pair, keys);
        near(wilcoxonTest(shuffled.a, shuffled.b, { zeros }).p, p, 1e-14);
        near(wilcoxonTest(pair.b, pair.a, { zeros }).p, p, 1e-14);
        near(
          wilcoxonTest(pair.b, pair.a, { zeros, alternative: 'less' }).p,
          wilcoxonTest(pair.a, pair.b, { zeros, alternative: 'greater' }).p,
          1e-14,
        );
        assert.ok(p > 0 && p <= 1);
      },
    ),
  );
});
