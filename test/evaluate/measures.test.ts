import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { measureFamilies } from '../../src/evaluate/measures/registry.ts';
import { parseMeasure } from '../../src/evaluate/parse-measure.ts';
import { qrelsOf, runOf } from './tiny.ts';

/**
 * One topic, worked by hand. Ranks: a 1, b 2, c 3, d 4, e 5, f 6. Relevant: b (2), d (1), g (1, not retrieved); judged not relevant: a, h;
 * pooled but not judged: e; nothing is known of c and f.
 */
const run = runOf({ q: { a: 6, b: 5, c: 4, d: 3, e: 2, f: 1 } });
const qrels = qrelsOf({ q: { a: 0, b: 2, d: 1, e: -1, g: 1, h: 0 } });

const log2 = Math.log2;
const dcg = 2 / log2(3) + 1 / log2(5);
const ideal = 2 / log2(2) + 1 / log2(3) + 1 / log2(4);
const epsilon = 0.00001;

const expected: Readonly<Record<string, number>> = {
  nDCG: dcg / ideal,
  'nDCG@1': 0,
  'nDCG@2': 2 / log2(3) / (2 + 1 / log2(3)),
  'nDCG@3': 2 / log2(3) / ideal,
  'nDCG@100': dcg / ideal,
  AP: (1 / 2 + 2 / 4) / 3,
  'AP@3': 1 / 2 / 3,
  'AP(rel=2)': 1 / 2,
  'P@1': 0,
  'P@4': 2 / 4,
  'P@100': 2 / 100,
  'P(rel=2)@2': 1 / 2,
  'P(rel=3)@2': 0,
  'R@2': 1 / 3,
  'R@100': 2 / 3,
  'R(rel=2)@2': 1,
  'R(rel=3)@2': 0,
  RR: 1 / 2,
  'RR@1': 0,
  'RR@2': 1 / 2,
  'RR(rel=3)': 0,
  'Success@1': 0,
  'Success@2': 1,
  Rprec: 1 / 3,
  'Rprec(rel=2)': 0,
  // One judged non-relevant document (a) stands before both b and d; of non-relevant ones there are 2, of relevant ones 3.
  Bpref: (1 - 1 / 2 + (1 - 1 / 2)) / 3,
  // b: one above, judged, not relevant. d: three above, of which a and b are judged and c is outside the pool.
  infAP:
    (1 / 2 + (1 / 2) * (1 / 1) * ((0 + epsilon) / (1 + 2 * epsilon)) + 1 / 4 + (3 / 4) * (2 / 3) * ((1 + epsilon) / (2 + 2 * epsilon))) / 3,
  'IPrec@0': 1 / 2,
  'IPrec@0.1': 1 / 2,
  'IPrec@0.6': 1 / 2,
  // 0.7 of 3 is 2.1, which becomes 2 documents; 0.8 is 2.4, which becomes 3.
  'IPrec@0.7': 1 / 2,
  'IPrec@0.8': 0,
  GMAP: 1 / 3,
  SetP: 2 / 6,
  SetR: 2 / 3,
  SetF: (2 * (2 / 6) * (2 / 3)) / (2 / 6 + 2 / 3),
  'Judged@2': 1,
  'Judged@4': 3 / 4,
  'Judged@100': 4 / 6,
  'Unjudged@5': 2 / 5,
  'Unjudged@100': 3 / 100,
  NumQ: 1,
  NumRet: 6,
  NumRel: 3,
  NumRelRet: 2,
};

for (const [name, value] of Object.entries(expected)) {
  test(`${name} of the worked example`, () => {
    const { means, values } = evaluate(run, qrels, { measures: [parseMeasure(name)] });
    assert.ok(Math.abs(values[0]![0]! - value) < 1e-12, `${values[0]![0]} instead of ${value}`);
    assert.ok(Math.abs(means[0]! - value) < 1e-12);
  });
}

test('every measure has a worked value', () => {
  const worked = new Set(Object.keys(expected).map((name) => name.replace(/[(@].*/, '')));
  assert.deepEqual(
    measureFamilies.map(({ name }) => name).filter((name) => !worked.has(name)),
    [],
  );
});

test('a topic without relevant documents scores 0 everywhere and is counted', () => {
  const { means, topics } = evaluate(runOf({ q: { a: 2, b: 1 } }), qrelsOf({ q: { a: 0, b: -2 } }), {
    measures: ['nDCG', 'nDCG@5', 'AP', 'P@5', 'R@5', 'RR', 'Success@5', 'Rprec', 'Bpref', 'infAP', 'IPrec@0', 'SetP', 'SetR', 'SetF'].map(
      parseMeasure,
    ),
  });
  assert.deepEqual(topics, ['q']);
  assert.ok(means.every((mean) => mean === 0));
});

test('interpolated precision follows the trec_eval of the score precision: up to 9 adds 0.9, 10 rounds', () => {
  // Three relevant documents: recall 0.4 is 1.2 of them, so 2 documents for trec_eval 9 and 1 for trec_eval 10.
  const options = { measures: [parseMeasure('IPrec@0.4')] };
  assert.equal(evaluate(runOf({ q: { b: 9, a: 8, c: 7, d: 3 } }), qrels, options).means[0], 1 / 2);
  assert.equal(evaluate(runOf({ q: { b: 9, a: 8, c: 7, d: 3 } }), qrels, { ...options, scorePrecision: 'float64' }).means[0], 1);
});

test('gains may be as large as 32 bits hold', () => {
  const judged = qrelsOf({ q: { a: 2147483647, b: 1, c: -2147483648 } });
  const { means } = evaluate(runOf({ q: { a: 2, b: 1 } }), judged, { measures: [parseMeasure('nDCG@10')] });
  assert.equal(means[0], 1);
});

test('the geometric mean counts no topic as less than 0.00001', () => {
  const { means } = evaluate(runOf({ q1: { a: 1 }, q2: { b: 1 } }), qrelsOf({ q1: { a: 1 }, q2: { c: 1 } }), {
    measures: [parseMeasure('GMAP'), parseMeasure('AP')],
  });
  assert.ok(Math.abs(means[0]! - Math.sqrt(1 * 0.00001)) < 1e-15);
  assert.equal(means[1], 0.5);
});
