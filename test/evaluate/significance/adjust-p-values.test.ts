import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { adjustPValues } from '../../../src/evaluate/significance/adjust-p-values.ts';
import { near } from './near.ts';

// Figures of statsmodels' multipletests; R's p.adjust gives the same.
const pValues = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04, 1];
const golden = {
  none: pValues,
  bonferroni: [0.07, 0.28, 0.21, 0.035, 1, 0.28, 1],
  holm: [0.06, 0.16, 0.15, 0.035, 1, 0.16, 1],
  bh: [0.035, 0.056, 0.056, 0.035, 0.5833333333333334, 0.056, 1],
} as const;
const corrections = ['none', 'bonferroni', 'holm', 'bh'] as const;

test('adjusted p-values agree with statsmodels, in the order given', () => {
  for (const correction of corrections) {
    const adjusted = adjustPValues(pValues, correction);
    assert.equal(adjusted.length, pValues.length);
    for (const [place, p] of adjusted.entries()) near(p, golden[correction][place] ?? Number.NaN, 1e-12);
  }
});

test('no p-values give none, and one is left as it is', () => {
  for (const correction of corrections) {
    assert.deepEqual(adjustPValues([], correction), []);
    assert.deepEqual(adjustPValues([0.03], correction), [0.03]);
  }
});

test('adjusted p-values rise with the p-values, never fall below them, and are ordered by strictness', () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(p, { maxLength: 20 }), (list) => {
      const [bonferroni, holm, bh] = (['bonferroni', 'holm', 'bh'] as const).map((correction) => adjustPValues(list, correction));
      const order = Array.from(list.keys()).sort((one, other) => (list[one] ?? 0) - (list[other] ?? 0));
      for (const adjusted of [bonferroni, holm, bh]) {
        let last = 0;
        for (const place of order) {
          const value = adjusted?.[place] ?? Number.NaN;
          assert.ok(value >= last && value <= 1 && value >= (list[place] ?? 0) * (1 - 1e-15));
          last = value;
        }
      }
      for (const place of order) {
        assert.ok((bh?.[place] ?? 1) <= (holm?.[place] ?? 0) * (1 + 1e-15));
        assert.ok((holm?.[place] ?? 1) <= (bonferroni?.[place] ?? 0) * (1 + 1e-15));
      }
    }),
  );
});

test('what is no p-value is refused', () => {
  for (const wrong of [-0.1, 1.5, Number.NaN]) {
    assert.throws(() => adjustPValues([0.5, wrong], 'holm'), {
      kind: 'data',
      message: `p-values: number 1 is ${wrong}, not between 0 and 1`,
    });
  }
});
