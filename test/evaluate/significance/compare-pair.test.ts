import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { comparePair, type TestName } from '../../../src/evaluate/significance/compare-pair.ts';
import { needsShared } from '../../shared.ts';
import { near } from './near.ts';
import { pairs } from './scores.ts';
import { hand, larger, theorems } from './vectors.ts';

const testNames: readonly TestName[] = ['t', 'randomization', 'bootstrap', 'wilcoxon', 'sign'];

test('a comparison of the published runs', { skip: needsShared }, () => {
  const { a, b } = theorems();
  const comparison = comparePair(a, b);
  assert.equal(comparison.topics, 76);
  near(comparison.delta, -0.0041013157894736856, 1e-14);
  near(comparison.meanA - comparison.meanB, comparison.delta, 1e-14);
  near(comparison.p, 0.8238818233615084);
  near(comparison.statistic, -0.22333519386638512);
  near(comparison.effectSize.dz, -0.025618303699990463);
  assert.deepEqual([comparison.wins, comparison.ties, comparison.losses], [16, 45, 15]);
  assert.equal(comparison.detectableTopics, 11_962);
  near(comparison.detectableDifference, 0.052118678440423845, 1e-11);
  assert.deepEqual([comparison.test, comparison.method, comparison.ci?.method, comparison.degeneracy], ['t', 't', 't', null]);
});

test('every test is there under its name, and its options reach it', () => {
  const expected = { t: 't', randomization: 'sampled', bootstrap: 'sampled', wilcoxon: 'exact', sign: 'exact' } as const;
  for (const name of testNames) {
    const comparison = comparePair(larger.a, larger.b, { test: name, samples: 500, seed: 3, alternative: 'greater', confidence: 0.9 });
    assert.deepEqual([comparison.test, comparison.method], [name, expected[name]]);
    assert.equal(comparison.samples, expected[name] === 'sampled' ? 500 : null);
    assert.equal(comparison.alternative, 'greater');
    assert.equal(comparison.ci?.confidence, 0.9);
    assert.equal(comparison.ci?.method, name === 't' ? 't' : 'bca');
  }
  assert.equal(comparePair(hand.a, hand.b, { tieTolerance: 0.16 }).ties, 6);
});

test('special cases are defined and hold no NaN', () => {
  const cases = {
    identical: [Float64Array.of(0.5, 1), Float64Array.of(0.5, 1)],
    'one topic': [Float64Array.of(0.5), Float64Array.of(0.25)],
    'constant difference': [Float64Array.of(0.5, 1), Float64Array.of(0.25, 0.75)],
  } as const;
  for (const [degeneracy, [a, b]] of Object.entries(cases)) {
    for (const name of testNames) {
      const comparison = comparePair(a, b, { test: name });
      assert.equal(comparison.degeneracy, degeneracy);
      assert.equal(comparison.p, degeneracy === 'constant difference' ? 0.5 : 1);
      assert.equal(comparison.detectableTopics, null);
      assert.equal(comparison.detectableDifference, null);
      assert.deepEqual(JSON.parse(JSON.stringify(comparison)), comparison);
    }
  }
});

test('any comparison survives JSON whole, and swapping the systems turns it around', () => {
  fc.assert(
    fc.property(pairs(1, 12), fc.constantFrom(...testNames), ({ a, b }, name) => {
      const options = { test: name, samples: 200 } as const;
      const forth = comparePair(a, b, options);
      assert.deepEqual(
        JSON.parse(JSON.stringify(forth), (_, value) => (value === 0 ? 0 : value)),
        withoutNegativeZero(forth),
      );
      const back = comparePair(b, a, options);
      near(back.delta, -forth.delta, 1e-15);
      near(back.p, forth.p, 1e-13);
      assert.deepEqual([back.wins, back.ties, back.losses], [forth.losses, forth.ties, forth.wins]);
      assert.equal(back.detectableTopics, forth.detectableTopics);
    }),
    { numRuns: 40 },
  );
});

/** JSON has no −0, and a table should not show one. */
function withoutNegativeZero(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      field === 0 ? 0 : field !== null && typeof field === 'object' ? withoutNegativeZero(field) : field,
    ]),
  );
}

test('an option out of range is refused whatever the test', () => {
  assert.throws(() => comparePair(hand.a, hand.b, { confidence: 0 }), { kind: 'usage', message: /^confidence: 0/ });
  assert.throws(() => comparePair(hand.a, hand.b, { power: 1 }), { kind: 'usage', message: /^power: 1/ });
});
