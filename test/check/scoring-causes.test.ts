import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause, CauseName } from '../../src/check/cause.ts';
import type { ScoringChoice } from '../../src/check/score-choices.ts';
import { type ScoredRanking, scoringCauses } from '../../src/check/scoring-causes.ts';
import type { ExcludedIds } from '../../src/collection/excluded-ids.ts';
import { parseMeasure } from '../../src/evaluate/parse-measure.ts';
import { packRanking, type TopicRanking } from '../../src/run/packed-ranking.ts';
import { qrelsOf, runOf } from '../evaluate/tiny.ts';

type Numbers = Parameters<typeof runOf>[0];

function rankingsOf(numbers: Numbers): AsyncIterable<TopicRanking> {
  return {
    async *[Symbol.asyncIterator]() {
      for (const [topic, ranking] of runOf(numbers).rankings) yield { topic, ranking: packRanking(ranking, topic) };
    },
  };
}

const qrels = qrelsOf({ q1: { r: 1 }, q2: { r: 1 } });
const choice: ScoringChoice = { qrels, ties: 'trec', scorePrecision: 'float32', topics: 'qrels', removeExcluded: false };

async function causesOf(
  numbers: Numbers,
  expected: number,
  { measure = 'P@1', excluded = new Map(), fixed }: { measure?: string; excluded?: ExcludedIds; fixed?: ScoredRanking['fixed'] } = {},
): Promise<Partial<Record<CauseName, Cause>>> {
  const scored = { rankings: rankingsOf(numbers), measure: parseMeasure(measure), choice, excluded, fixed };
  const figure = (value: number): string => (100 * value).toFixed(2);
  const causes = await scoringCauses(scored, { expected, terms: { step: 0.001, tolerance: 0 }, figure });
  return Object.fromEntries(causes.map((cause) => [cause.cause, cause]));
}

test('where nothing moves the figure, nothing explains it', async () => {
  const causes = await causesOf({ q1: { x: 3, r: 2 }, q2: { r: 2, x: 1 } }, 1);
  assert.deepEqual(Object.keys(causes), ['ties', 'score precision', 'topics']);
  for (const { finding, value } of Object.values(causes)) assert.deepEqual([finding, value], ['does not explain', 0.5]);
});

test('another order of ties explains it, lies between the orders, or neither', async () => {
  // By descending id x comes before r; the run has r first.
  const tied = { q1: { r: 1, x: 1 }, q2: { x: 2, r: 1 } };
  const half = await causesOf(tied, 0.5);
  assert.deepEqual([half.ties!.finding, half.ties!.value], ['explains', 0.5]);
  assert.match(half.ties!.evidence, /open between 0\.00 and 50\.00; in the order of the run it is 50\.00/);
  assert.equal((await causesOf(tied, 0.3)).ties!.finding, 'open');
  assert.equal((await causesOf(tied, 0.9)).ties!.finding, 'does not explain');
});

test('scores that differ beyond 32 bits explain it', async () => {
  const causes = await causesOf({ q1: { r: 1 + 1e-12, x: 1 }, q2: { r: 2, x: 1 } }, 1);
  assert.deepEqual([causes['score precision']!.finding, causes['score precision']!.value], ['explains', 1]);
  assert.match(causes['score precision']!.evidence, /as doubles it is 100\.00/);
});

test('topics without a ranking are counted or left out, and what they would have given stays open', async () => {
  assert.deepEqual((await causesOf({ q1: { r: 1 } }, 1)).topics, {
    cause: 'topics',
    finding: 'explains',
    evidence: '1 of 2 judged topics has no ranking; left out of the mean it is 100.00',
    value: 1,
  });
  assert.equal((await causesOf({ q1: { r: 1 } }, 0.7)).topics!.finding, 'open');
  assert.match(
    (await causesOf({ q1: { r: 1 }, q2: { r: 1 }, q9: { r: 1 } }, 0.7)).topics!.evidence,
    /a topic of the run has no judgments here/,
  );
});

test('excluded documents that are ranked are taken out', async () => {
  const causes = await causesOf({ q1: { x: 2, r: 1 }, q2: { r: 1 } }, 1, { excluded: new Map([['q1', new Set(['x'])]]) });
  assert.deepEqual([causes['excluded ids']!.finding, causes['excluded ids']!.value], ['explains', 1]);
  assert.match(causes['excluded ids']!.evidence, /^a document is ranked although excluded/);
});

test('copies of relevant documents are credited', async () => {
  const fixed = { qrels: qrelsOf({ q1: { r: 1, copy: 1 }, q2: { r: 1 } }), added: 1 };
  const causes = await causesOf({ q1: { copy: 2, r: 1 }, q2: { r: 1 } }, 1, { fixed });
  assert.deepEqual([causes.qrels!.finding, causes.qrels!.value], ['explains', 1]);
});

test('a measure that looks deeper than the rankings go says so', async () => {
  const causes = await causesOf({ q1: { x: 2, r: 1 }, q2: { r: 1 } }, 1, { measure: 'R@2' });
  assert.deepEqual(causes.depth, {
    cause: 'depth',
    finding: 'open',
    evidence: 'R@2 looks at 2 documents, and 1 of 2 topics has fewer, the least 1',
  });
});
