import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrightlineError } from '../../src/errors.ts';
import { brightMeasures } from '../../src/evaluate/bright-measures.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { startEvaluation } from '../../src/evaluate/evaluator.ts';
import { parseMeasure, parseMeasures } from '../../src/evaluate/parse-measure.ts';
import { packRanking } from '../../src/run/packed-ranking.ts';
import { qrelsOf, runOf } from './tiny.ts';

const measures = parseMeasures('P@1,NumQ,NumRel');
const qrels = qrelsOf({ q10: { a: 1 }, q1: { a: 1, b: 1 }, q2: { c: 1 }, 'q！': { a: 1 }, 'q😀': { a: 1 } });
const run = runOf({ q1: { a: 2, b: 1 }, q10: { b: 1 }, stray: { a: 1 }, 'q😀': { a: 1 }, empty: {}, q2: {} });

test('over all topics with judgments, those without a ranking count 0', () => {
  const evaluation = evaluate(run, qrels, { measures });
  assert.deepEqual(evaluation.topics, ['q1', 'q10', 'q2', 'q！', 'q😀']);
  assert.deepEqual([...evaluation.values[0]!], [1, 0, 0, 0, 1]);
  assert.deepEqual(evaluation.means, [2 / 5, 5, 4]);
  assert.deepEqual(evaluation.missing, ['q2', 'q！']);
  assert.deepEqual(evaluation.unjudged, ['stray']);
});

test('over the topics in both, the others are left out', () => {
  const evaluation = evaluate(run, qrels, { measures, topics: 'both' });
  assert.deepEqual(evaluation.topics, ['q1', 'q10', 'q😀']);
  assert.deepEqual(evaluation.means, [2 / 3, 3, 4]);
  assert.deepEqual(evaluation.missing, ['q2', 'q！']);
});

test('the default measures are BRIGHT’s', () => {
  const evaluation = evaluate(run, qrels);
  assert.equal(evaluation.measures, brightMeasures);
  assert.equal(brightMeasures.length, 25);
  assert.deepEqual(
    [brightMeasures[2], brightMeasures.at(-1)].map((measure) => measure!.name),
    ['nDCG@10', 'RR'],
  );
  assert.equal(evaluation.scorePrecision, 'float32');
  assert.equal(evaluation.ties, 'trec');
});

test('a topic that is added again takes the place of what was added before', () => {
  const evaluator = startEvaluation(qrels, { measures, topics: 'both' });
  evaluator.add('q1', packRanking({ ids: ['x'], scores: Float64Array.of(1) }, 'q1'));
  evaluator.add('q1', packRanking({ ids: ['a'], scores: Float64Array.of(1) }, 'q1'));
  assert.deepEqual(evaluator.finish().means, [1, 1, 2]);
});

test('near-ties are ties in float32 and none in float64', () => {
  // Both are 0.1 in float32; there the greater id comes first.
  const near = runOf({ q1: { a: 0.1000000001, z: 0.1 } });
  assert.deepEqual(evaluate(near, qrels, { measures, topics: 'both' }).means[0], 0);
  assert.deepEqual(evaluate(near, qrels, { measures, topics: 'both', scorePrecision: 'float64' }).means[0], 1);
});

function refused(action: () => unknown, kind: string, message: RegExp): void {
  assert.throws(
    action,
    (error) => error instanceof BrightlineError && error.kind === kind && message.test(`${error.message} ${error.next}`),
  );
}

test('what can’t be evaluated is refused', () => {
  refused(() => evaluate(runOf({ q1: { a: Number.NaN } }), qrels), 'data', /topic "q1": the score of document "a" is NaN/);
  const twice = { name: '', rankings: new Map([['q1', { ids: ['a', 'b', 'a'], scores: Float64Array.of(3, 2, 1) }]]) };
  refused(() => evaluate(twice, qrels), 'data', /document "a" occurs twice/);
  refused(() => evaluate(runOf({ 'q\u00001': { 'a\0b': 1 } }), qrels), 'data', /zero character/);
  refused(
    () => evaluate(runOf({ other: { a: 1 } }), qrels),
    'data',
    /share no topic: the run has 1, such as "other"; the qrels 5, such as "q1".*same benchmark/,
  );
  refused(() => evaluate(runOf({}), qrels), 'data', /holds no ranking/);
  refused(() => evaluate(runOf({ q1: { a: 1 } }), new Map()), 'data', /hold no judgment/);
  refused(
    () => evaluate(run, qrels, { ties: 'expected', measures: parseMeasures('P@1 IPrec@0.1 infAP') }),
    'usage',
    /IPrec@0.1, infAP: the exact mean over all orders of tied documents is not known/,
  );
});

test('infinite scores have their order, as in trec_eval', () => {
  const infinite = runOf({ q1: { c: 1, b: Number.NEGATIVE_INFINITY, a: Number.POSITIVE_INFINITY } });
  assert.equal(evaluate(infinite, qrels, { measures: [parseMeasure('RR')], topics: 'both' }).means[0], 1);
});
