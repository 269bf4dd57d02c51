import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseMeasure } from '../../src/evaluate/parse-measure.ts';
import { measureFields, measureOfField, mtebMeasures, roundForMteb } from '../../src/report/mteb-measures.ts';

/** A value with what Python's round makes of it at 5 and at 6 decimals; those in sixty-fourths are ties. */
const rounded = [
  [0.5442292252959519, 0.54423, 0.544229],
  [0.06552885923981311, 0.06553, 0.065529],
  [0.015625, 0.01562, 0.015625],
  [0.046875, 0.04688, 0.046875],
  [0.078125, 0.07812, 0.078125],
  [0.0546875, 0.05469, 0.054688],
  [0.0078125, 0.00781, 0.007812],
  [0.9921875, 0.99219, 0.992188],
  [0.000005, 0.00001, 0.000005],
  [0.000015, 0.00002, 0.000015],
  [0.999995, 0.99999, 0.999995],
  [0.123455, 0.12345, 0.123455],
  [0.1234565, 0.12346, 0.123456],
  [1e-9, 0, 0],
  [0, 0, 0],
  [1, 1, 1],
] as const;

test('figures are rounded as Python rounds: 5 decimals, reciprocal ranks 6, ties to even', () => {
  for (const [value, five, six] of rounded) {
    assert.equal(roundForMteb('nDCG@10', value), five, `${value} at 5`);
    assert.equal(roundForMteb('RR@10', value), six, `${value} at 6`);
  }
});

test('rounding stays near and is done once', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
      const once = roundForMteb('R@1', value);
      assert.ok(Math.abs(once - value) <= 0.5000001e-5);
      assert.equal(roundForMteb('R@1', once), once);
    }),
  );
});

test('every field of mteb is a measure of brightline and back', () => {
  assert.equal(mtebMeasures.length, 42);
  for (const [field, measure] of measureFields()) {
    assert.equal(measureOfField(field), measure);
    assert.equal(parseMeasure(measure).name, measure);
    assert.ok(mtebMeasures.includes(measure));
  }
  assert.equal(measureOfField('mrr_at_10'), 'RR@10');
  assert.equal(measureOfField('hit_rate_at_1'), 'Success@1');
  for (const other of ['nauc_ndcg_at_10_max', 'accuracy', 'ndcg_at_25', 'main_score', 'hf_subset'])
    assert.equal(measureOfField(other), undefined);
});
