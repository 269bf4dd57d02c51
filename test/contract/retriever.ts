import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Corpus, Document } from '../../src/collection/corpus.ts';
import type { Query } from '../../src/query/query.ts';
import type { Retriever } from '../../src/retrieve/retriever.ts';
import type { Ranking } from '../../src/run/ranking.ts';
import { silent } from '../../src/support/progress.ts';

/** A corpus in memory, in batches of the given size. */
export function corpusOf(documents: readonly Document[], batchSize = 3): Corpus {
  return {
    expectedDocuments: documents.length,
    async *batches() {
      for (let at = 0; at < documents.length; at += batchSize) yield documents.slice(at, at + batchSize);
    },
  };
}

export async function searchAll(retriever: Retriever, corpus: Corpus, queries: readonly Query[], depth: number): Promise<Ranking[]> {
  const searcher = await retriever.index(corpus, { progress: silent });
  const rankings: Ranking[] = [];
  for await (const ranking of searcher.search(queries, { depth, progress: silent })) rankings.push(ranking);
  return rankings;
}

export const documents: readonly Document[] = [
  { id: 'waves/interference 1', text: 'Two waves that meet add up: where crest meets crest the sea is rougher.' },
  { id: 'empty', text: '' },
  { id: 'waves/refraction', text: 'Waves bend where the water gets shallow, because they travel more slowly there.' },
  { id: 'dup-a', text: 'The pendulum keeps its period as long as the swing is small.' },
  { id: 'dup-b', text: 'The pendulum keeps its period as long as the swing is small.' },
  { id: 'ünïcode/水', text: '水の波は浅いところで曲がる。 Waves in shallow water.' },
  { id: 'resonance', text: 'A small push in step with the swing builds up a large motion: resonance of a pendulum, a bridge, a string.' },
];

const none: ReadonlySet<string> = new Set();
const query = (topic: string, text: string, excluded: ReadonlySet<string> = none): Query => ({ topic, text, excluded });

export const queries: readonly Query[] = [
  query('q1', 'Why do waves turn toward the shallow shore?'),
  query('q2', 'pendulum swing period'),
  query('q3', ''),
  query('q4', 'zzyzx quux'),
  query('q5', 'pendulum', new Set(['dup-a', 'not in the corpus'])),
];

/** What every retriever must satisfy. Call it once per retriever, with a factory so that no state is shared. */
export function testRetriever(name: string, create: () => Retriever): void {
  const search = (asked: readonly Query[], depth = 10, batchSize = 3): Promise<Ranking[]> =>
    searchAll(create(), corpusOf(documents, batchSize), asked, depth);

  test(`${name}: one ranking per query, finite falling scores, known ids, each once`, async () => {
    const rankings = await search(queries);
    assert.equal(rankings.length, queries.length);
    for (const { ids, scores } of rankings) {
      assert.equal(ids.length, scores.length);
      assert.equal(new Set(ids).size, ids.length);
      for (const id of ids)
        assert.ok(
          documents.some((document) => document.id === id),
          id,
        );
      scores.forEach((score, i) => {
        assert.ok(Number.isFinite(score));
        if (i > 0) assert.ok(scores[i - 1]! >= score);
      });
    }
  });

  test(`${name}: ties stand in corpus order`, async () => {
    const [, ranking] = await search(queries);
    const { ids, scores } = ranking!;
    const [a, b] = [ids.indexOf('dup-a'), ids.indexOf('dup-b')];
    assert.equal(scores[a], scores[b]);
    assert.equal(b, a + 1);
  });

  test(`${name}: where a query names candidates, they alone come back, in the order and with the scores that they have among all`, async () => {
    const [all] = await search(queries.slice(0, 1));
    for (const names of [['waves/refraction', 'not in the corpus', 'dup-b', 'waves/interference 1'], ['empty'], []]) {
      const candidates = new Set(names);
      const [ranking] = await search([{ ...queries[0]!, candidates }], 2);
      const expected = all!.ids.flatMap((id, at) => (candidates.has(id) ? [[id, all!.scores[at]]] : [])).slice(0, 2);
      assert.deepEqual(
        ranking!.ids.map((id, at) => [id, ranking!.scores[at]]),
        expected,
      );
    }
  });

  test(`${name}: excluded documents never come back`, async () => {
    const ranking = (await search(queries)).at(-1)!;
    assert.ok(!ranking.ids.includes('dup-a'));
    assert.ok(ranking.ids.includes('dup-b'));
  });

  test(`${name}: a smaller depth is a prefix`, async () => {
    const [deep, shallow] = [await search(queries.slice(0, 4), 10), await search(queries.slice(0, 4), 2)];
    shallow.forEach((ranking, i) => {
      assert.ok(ranking.ids.length <= 2);
      assert.deepEqual(ranking.ids, deep[i]!.ids.slice(0, 2));
    });
  });

  test(`${name}: batches, the order of queries and their number change nothing`, async () => {
    const expected = await search(queries);
    for (const batchSize of [1, 100]) assert.deepEqual(await search(queries, 10, batchSize), expected);
    assert.deepEqual((await search([...queries].reverse())).reverse(), expected);
    assert.deepEqual(await search([queries[1]!]), [expected[1]]);
  });

  test(`${name}: no query at all gives no ranking`, async () => {
    assert.deepEqual(await search([]), []);
  });

  test(`${name}: an empty corpus is a clear error`, async () => {
    await assert.rejects(searchAll(create(), corpusOf([]), queries, 10), { name: 'BrightlineError', kind: 'data' });
  });

  test(`${name}: stops when it is told to, while indexing and while searching`, async () => {
    const stopped = AbortSignal.abort();
    await assert.rejects(create().index(corpusOf(documents), { progress: silent, signal: stopped }), { kind: 'interrupted' });
    const controller = new AbortController();
    const searcher = await create().index(corpusOf(documents), { progress: silent });
    const search = async (): Promise<void> => {
      for await (const _ of searcher.search(queries, { depth: 10, progress: silent, signal: controller.signal })) controller.abort();
    };
    await assert.rejects(search(), { kind: 'interrupted' });
  });
}
