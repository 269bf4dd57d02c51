import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PairScorer, TextPair } from '../../src/encode/pair-scorer.ts';
import { interruptedError } from '../../src/errors.ts';
import { pairReranker } from '../../src/rerank/pair.ts';
import { openPairScoreStore, pairKeys } from '../../src/rerank/pair-score-store.ts';
import { rerankAll, rerankRequests, testReranker } from '../contract/reranker.ts';
import { scoreOf } from '../openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = temporaryFolder();
let made = 0;
const freshFolder = (): string => join(root, String(made++));

/** Scores that depend on the pair alone, in batches of two, last ones first. */
function fakeScorer(options: { readonly failAfter?: number } = {}): PairScorer & { readonly scored: TextPair[] } {
  const scored: TextPair[] = [];
  return {
    settings: { scorer: 'fake' },
    scored,
    async *score(pairs, { signal }) {
      for (let end = pairs.length; end > 0; end -= 2) {
        if (signal?.aborted) throw interruptedError();
        if (scored.length >= (options.failAfter ?? Number.POSITIVE_INFINITY)) throw new Error('the model fell over');
        const positions = Uint32Array.from(end > 1 ? [end - 1, end - 2] : [0]);
        const scores = Float32Array.from(positions, (position) => scoreOf(pairs[position]!.query, pairs[position]!.document));
        for (const position of positions) scored.push(pairs[position]!);
        yield { positions, scores, cutTokens: Uint32Array.from(positions, (position) => position % 3) };
      }
    },
  };
}

const open = async (scorer: PairScorer, folder: string, pairsTogether?: number): Promise<ReturnType<typeof pairReranker>> =>
  pairReranker({ scorer, store: await openPairScoreStore(folder, scorer.settings), pairsTogether });

testReranker('pair', () => open(fakeScorer(), freshFolder()));

const expected = rerankRequests.map(({ query, documents }) => documents.map(({ text }) => Math.fround(scoreOf(query, text))));
const inOrder = (scores: ReadonlyMap<string, readonly number[]>): unknown => rerankRequests.map(({ topic }) => scores.get(topic));

test('scores are the scorer’s own, however pairs are put together', async () => {
  for (const pairsTogether of [1, 7, 4096]) {
    assert.deepEqual(inOrder(await rerankAll(await open(fakeScorer(), freshFolder(), pairsTogether), rerankRequests)), expected);
  }
});

test('each pair is scored once, and never again', async () => {
  const folder = freshFolder();
  const first = fakeScorer();
  const reranker = await open(first, folder);
  await rerankAll(reranker, [...rerankRequests, { ...rerankRequests[3]!, topic: 'the same again' }]);
  const pairs = rerankRequests.flatMap(({ documents }) => documents).length;
  assert.equal(first.scored.length, pairs);
  assert.equal(reranker.statistics()['scored'], pairs);
  await reranker.close();
  const second = fakeScorer();
  const again = await open(second, folder);
  assert.deepEqual(inOrder(await rerankAll(again, rerankRequests)), expected);
  assert.equal(second.scored.length, 0);
  assert.deepEqual(again.statistics()['cutTokens'], (reranker.statistics()['cutTokens'] as number) - countCut(reranker));
  await again.close();
  assert.deepEqual(JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]!, 'settings.json'), 'utf8')), { scorer: 'fake' });
});

/** The repeated topic's share of what was cut. */
function countCut(reranker: ReturnType<typeof pairReranker>): number {
  return (reranker.statistics()['cutTokens'] as number) - cutOf(rerankRequests.length);
}

/** As the fake scorer says: by the pair's place among those that were missing, which is its place in the list. */
function cutOf(topics: number): number {
  const pairs = rerankRequests.slice(0, topics).flatMap(({ documents }) => documents).length;
  return Array.from({ length: pairs }, (_, at) => at % 3).reduce((sum, cut) => sum + cut, 0);
}

test('what a failing model has scored is kept', async () => {
  const folder = freshFolder();
  const failing = fakeScorer({ failAfter: 10 });
  await assert.rejects(rerankAll(await open(failing, folder), rerankRequests), /fell over/);
  const rest = fakeScorer();
  assert.deepEqual(inOrder(await rerankAll(await open(rest, folder), rerankRequests)), expected);
  assert.equal(failing.scored.length + rest.scored.length, 29);
});

test('records that are cut off or damaged are scored again; scorers with other settings have other scores', async () => {
  const folder = freshFolder();
  const store = await openPairScoreStore(folder, { model: 1 });
  const keys = pairKeys([
    { query: 'a', document: 'b' },
    { query: 'ab', document: '' },
    { query: 'c', document: 'd' },
  ]);
  await store.add(
    keys,
    [0, 2],
    [
      { score: 1.5, cutTokens: undefined },
      { score: -2, cutTokens: 7 },
    ],
  );
  await store.close();
  const inside = join(folder, readdirSync(folder)[0]!);
  const file = join(inside, readdirSync(inside).find((name) => name.endsWith('.scores'))!);
  appendFileSync(file, Buffer.alloc(5));
  const whole = await openPairScoreStore(folder, { model: 1 });
  assert.deepEqual(
    [0, 1, 2].map((at) => whole.get(keys, at)),
    [{ score: 1.5, cutTokens: undefined }, undefined, { score: -2, cutTokens: 7 }],
  );
  const bytes = readFileSync(file);
  bytes[17]! ^= 1;
  writeFileSync(file, bytes);
  const damaged = await openPairScoreStore(folder, { model: 1 });
  assert.deepEqual(
    [0, 2].map((at) => damaged.get(keys, at)?.score),
    [undefined, -2],
  );
  assert.equal((await openPairScoreStore(folder, { model: 2 })).get(keys, 0), undefined);
});

test('many scores, and two processes at once', async () => {
  const folder = freshFolder();
  const pairs = Array.from({ length: 5000 }, (_, at) => ({ query: `q${at % 7}`, document: String(at) }));
  const keys = pairKeys(pairs);
  const [one, other] = [await openPairScoreStore(folder, {}), await openPairScoreStore(folder, {})];
  const score = (at: number): { score: number; cutTokens: undefined } => ({ score: at / 4, cutTokens: undefined });
  await Promise.all([
    one.add(keys, pairs.map((_, at) => at).slice(0, 3000), pairs.map((_, at) => score(at)).slice(0, 3000)),
    other.add(keys, pairs.map((_, at) => at).slice(2000), pairs.map((_, at) => score(at)).slice(2000)),
  ]);
  await one.close();
  await other.close();
  const both = await openPairScoreStore(folder, {});
  for (const at of pairs.keys()) assert.equal(both.get(keys, at)!.score, at / 4);
});
