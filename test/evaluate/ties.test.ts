import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arrangeTies, tiesMatter } from '../../src/evaluate/arrange-ties.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { judgeRanking, packJudgments } from '../../src/evaluate/judge-ranking.ts';
import type { JudgedRanking } from '../../src/evaluate/judged-ranking.ts';
import { parseMeasures } from '../../src/evaluate/parse-measure.ts';
import { packRanking } from '../../src/run/packed-ranking.ts';
import { qrelsOf, runOf } from './tiny.ts';

const names =
  'nDCG nDCG@1 nDCG@3 nDCG@9 AP AP@2 AP@5 AP(rel=2)@4 P@1 P@3 P(rel=2)@3 R@1 R@3 RR RR@2 RR(rel=2) Success@1 Success@3 Rprec Bpref Judged@3 SetP SetR SetF NumRelRet';
const measures = parseMeasures(`${names} Bpref(rel=2) Unjudged@3`);
/** Those that only gain by a relevant document moving up. */
const rising = parseMeasures(names.replace('Judged@3', ''));

/** A small ranking with many ties: per document a score of 1 to 3, and a relevance or none; then relevant documents not retrieved. */
const tied = fc.record({
  documents: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.option(fc.integer({ min: -1, max: 2 }))), { minLength: 1, maxLength: 6 }),
  unseen: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
});
type Tied = typeof tied extends fc.Arbitrary<infer Value> ? Value : never;

function judge({ documents, unseen }: Tied, order = documents.map((_, at) => at)): JudgedRanking {
  const judged = new Map<string, number>(
    documents.flatMap(([, relevance], at) => (relevance === null ? [] : [[`d${at}`, relevance] as const])),
  );
  for (const [at, relevance] of unseen.entries()) judged.set(`u${at}`, relevance);
  const ids = order.map((at) => `d${at}`);
  const scores = Float64Array.from(order, (at) => documents[at]![0]);
  return judgeRanking(packRanking({ ids, scores }, 'q'), packJudgments(judged), { scorePrecision: 'float32', ties: 'input' });
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const [at, item] of items.entries()) for (const rest of permutations(items.toSpliced(at, 1))) yield [item, ...rest];
}

test('the exact mean over tied orders is that over every order', () => {
  fc.assert(
    fc.property(tied, (example) => {
      const sums = measures.map(() => 0);
      let orders = 0;
      for (const order of permutations(example.documents.map((_, at) => at))) {
        const judged = judge(example, order);
        measures.forEach((measure, at) => {
          sums[at]! += measure.value(judged);
        });
        orders++;
      }
      const base = judge(example);
      for (const [at, measure] of measures.entries()) {
        const mean = sums[at]! / orders;
        assert.ok(Math.abs(measure.expected!(base) - mean) < 1e-9, `${measure.name}: ${measure.expected!(base)} instead of ${mean}`);
      }
    }),
    { numRuns: 60 },
  );
});

test('no order of tied documents beats the optimistic one or is beaten by the pessimistic one', () => {
  fc.assert(
    fc.property(tied, (example) => {
      const base = judge(example);
      const best = arrangeTies(base, 'optimistic');
      const worst = arrangeTies(base, 'pessimistic');
      for (const measure of rising) {
        const [low, mean, high] = [worst, base, best].map((judged, at) => (at === 1 ? measure.expected!(judged) : measure.value(judged)));
        assert.ok(low! <= mean! + 1e-12 && mean! <= high! + 1e-12, `${measure.name}: ${low} ${mean} ${high}`);
        assert.ok(low! <= measure.value(base) + 1e-12 && measure.value(base) <= high! + 1e-12, measure.name);
      }
      if (!tiesMatter(base)) for (const measure of measures) assert.equal(measure.value(best), measure.value(worst));
    }),
  );
});

test('every measure that is a share lies between 0 and 1, whatever the ties', () => {
  const shares = parseMeasures(`${names.replace('NumRelRet', '')} infAP IPrec@0 IPrec@0.5 IPrec@1 GMAP Unjudged@3`);
  fc.assert(
    fc.property(tied, (example) => {
      const base = judge(example);
      for (const judged of [base, arrangeTies(base, 'optimistic'), arrangeTies(base, 'pessimistic')]) {
        for (const measure of shares) {
          const value = measure.value(judged);
          assert.ok(value >= 0 && value <= 1 + 1e-12, `${measure.name} ${value}`);
        }
      }
    }),
  );
});

test('the tie rules order tied documents as they say', () => {
  const run = runOf({ q: { a: 1, c: 1, b: 1, d: 1 } });
  const qrels = qrelsOf({ q: { a: 1, b: 2 } });
  const of = (ties: 'trec' | 'input' | 'optimistic' | 'pessimistic' | 'expected'): number =>
    evaluate(run, qrels, { ties, measures: parseMeasures('RR') }).means[0]!;
  assert.equal(of('trec'), 1 / 3); // d c b a
  assert.equal(of('input'), 1); // a c b d
  assert.equal(of('optimistic'), 1);
  assert.equal(of('pessimistic'), 1 / 3);
  // First relevant at rank 1, 2, 3 with chance 3/6, 2/6, 1/6.
  assert.ok(Math.abs(of('expected') - (3 / 6 + 2 / 6 / 2 + 1 / 6 / 3)) < 1e-12);
  assert.equal(evaluate(run, qrels, { measures: parseMeasures('RR') }).tieSpans[0], 1 - 1 / 3);
});

test('without ties that matter the span is 0', () => {
  const qrels = qrelsOf({ q: { a: 1, b: 1 } });
  const untied = runOf({ q: { a: 3, b: 2, c: 1 } });
  const alike = runOf({ q: { a: 3, b: 3, c: 1, d: 1 } });
  for (const run of [untied, alike]) assert.deepEqual(evaluate(run, qrels, { measures: parseMeasures('AP nDCG') }).tieSpans, [0, 0]);
});

test('the order of the lines of a run changes nothing under trec_eval’s rule', () => {
  fc.assert(
    fc.property(tied, fc.infiniteStream(fc.nat()), ({ documents }, picks) => {
      const qrels = new Map([['q', new Map(documents.map(([, relevance], at) => [`d${at}`, relevance ?? 1] as const))]]);
      const rows = documents.map(([score], at) => ({ id: `d${at}`, score }));
      const shuffled = rows.map((row) => ({ row, key: picks.next().value })).sort((a, b) => a.key - b.key);
      const means = [rows, shuffled.map(({ row }) => row)].map((order) => {
        const ranking = { ids: order.map(({ id }) => id), scores: Float64Array.from(order, ({ score }) => score) };
        return evaluate({ name: '', rankings: new Map([['q', ranking]]) }, qrels, { measures }).means;
      });
      assert.deepEqual(means[0], means[1]);
    }),
  );
});
