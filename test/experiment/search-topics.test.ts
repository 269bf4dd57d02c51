import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collection } from '../../src/collection/collection.ts';
import type { Topic } from '../../src/collection/topic.ts';
import { type Asking, parseAsking } from '../../src/experiment/asking.ts';
import { searchTopics } from '../../src/experiment/search-topics.ts';
import type { Query } from '../../src/query/query.ts';
import { bm25 } from '../../src/retrieve/bm25/bm25.ts';
import { findProtocol } from '../../src/retrieve/registry.ts';
import type { Searcher } from '../../src/retrieve/retriever.ts';
import type { Ranking } from '../../src/run/ranking.ts';
import { silent } from '../../src/support/progress.ts';
import { corpusOf, documents } from '../contract/retriever.ts';

const ranking = (scores: Readonly<Record<string, number>>): Ranking => ({
  ids: Object.keys(scores),
  scores: Float64Array.from(Object.values(scores)),
});

/** A searcher that answers each text as it is told, cut at the depth, and keeps what it was asked. */
function scripted(answers: Readonly<Record<string, Ranking>>): Searcher & { readonly asked: Query[]; readonly depths: number[] } {
  const asked: Query[] = [];
  const depths: number[] = [];
  return {
    asked,
    depths,
    documentIds: [],
    statistics: null,
    async *search(queries, { depth }) {
      depths.push(depth);
      for (const query of queries) {
        asked.push(query);
        const { ids, scores } = answers[query.text] ?? ranking({});
        yield { ids: ids.slice(0, depth), scores: scores.slice(0, depth) };
      }
    },
  };
}

const collectionOf = (topics: readonly Topic[], excluded: Collection['excluded'] = new Map()): Collection => ({
  benchmark: 'b',
  split: 's',
  source: { kind: 'folder', folder: '', files: [] },
  corpus: corpusOf(documents),
  topics,
  qrels: new Map(),
  excluded,
});

const plain = (rankings: ReadonlyMap<string, Ranking>): object =>
  Object.fromEntries([...rankings].map(([topic, { ids, scores }]) => [topic, Object.fromEntries(ids.map((id, at) => [id, scores[at]]))]));

const asking = (steps: string | undefined, join?: string, stepDepth?: number): Asking =>
  parseAsking({ steps, join, stepDepth, queries: 'gpt4' });

const options = { limit: null, depth: 10, progress: silent };
const one = 'Find the mass.';
const two = 'Find the speed.';
const topics: readonly Topic[] = [
  { id: 'a', text: `${one}\n\n${two}`, original: 'Why so?' },
  { id: 'b', text: two, original: 'And then?' },
];
const answers = { [one]: ranking({ x: 8, y: 4, z: 2 }), [two]: ranking({ y: 6, w: 3 }) };

const fused: readonly (readonly [rule: string, expected: object])[] = [
  ['max', { a: { x: 8, y: 6, w: 3, z: 2 }, b: { y: 6, w: 3 } }],
  // What a query doesn't return gets its lowest score: x and z 3 from the second, w 2 from the first.
  ['sum', { a: { x: 11, y: 10, w: 5, z: 5 }, b: { y: 6, w: 3 } }],
  ['rrf', { a: { y: 1 / 62 + 1 / 61, x: 1 / 61, w: 1 / 62, z: 1 / 63 }, b: { y: 1 / 61, w: 1 / 62 } }],
  ['last', { a: { y: 6, w: 3 }, b: { y: 6, w: 3 } }],
  ['combmnz', { a: { x: 1, y: 2 * (1 / 3 + 1), z: 0, w: 0 }, b: { y: 1, w: 0 } }],
];

for (const [rule, expected] of fused) {
  test(`steps are combined by ${rule}`, async () => {
    assert.deepEqual(plain(await searchTopics(collectionOf(topics), scripted(answers), { ...options, asking: asking(rule) })), expected);
  });
}

test('what is sent: steps, prefixes, the last alone, question and reasoning apart; each led by the instruction', async () => {
  const sent = async (chosen: Asking, instruction?: string): Promise<readonly string[]> => {
    const searcher = scripted({});
    await searchTopics(collectionOf(topics.slice(0, 1)), searcher, { ...options, asking: chosen, instruction });
    return searcher.asked.map(({ text }) => text);
  };
  assert.deepEqual(await sent({}), [topics[0]!.text]);
  assert.deepEqual(await sent(asking('rrf'), 'Look:'), [`Look: ${one}`, `Look: ${two}`]);
  assert.deepEqual(await sent(asking('last')), [two]);
  assert.deepEqual(await sent(asking('prefix:rrf')), [`Why so?\n${one}`, `Why so?\n${one}\n${two}`]);
  assert.deepEqual(await sent(asking('prefix')), [`Why so?\n${one}\n${two}`]);
  assert.deepEqual(await sent(asking('rrf', 'question+reasoning')), [`Why so?\n${one}`, `Why so?\n${two}`]);
  assert.deepEqual(await sent(asking(undefined, 'apart:rrf')), ['Why so?', topics[0]!.text]);
});

test('depths of a query and of a topic are two things', async () => {
  const depths = async (chosen: Asking): Promise<readonly [number, object]> => {
    const searcher = scripted(answers);
    const found = await searchTopics(collectionOf(topics.slice(0, 1)), searcher, { ...options, depth: 2, asking: chosen });
    return [searcher.depths[0]!, plain(found)];
  };
  assert.deepEqual(await depths(asking('max', undefined, 1)), [1, { a: { x: 8, y: 6 } }]);
  assert.deepEqual(await depths(asking('max', undefined, 3)), [3, { a: { x: 8, y: 6 } }]);
  assert.deepEqual(await depths(asking('max')), [2, { a: { x: 8, y: 6 } }]);
  assert.deepEqual(await depths(asking('last')), [2, { a: { y: 6, w: 3 } }]);
});

test('what fills a ranking up with a score of 0 is no answer to a step', async () => {
  const filled = { [one]: ranking({ x: 8, f: 0, y: 0 }), [two]: ranking({ y: 6, f: 0 }) };
  const found = await searchTopics(collectionOf(topics.slice(0, 1)), scripted(filled), { ...options, asking: asking('rrf') });
  assert.deepEqual(plain(found), { a: { x: 1 / 61, y: 1 / 61 } });
});

test('a topic for which nothing is found has an empty ranking, and topics behind a limit have none', async () => {
  const found = await searchTopics(collectionOf(topics), scripted({ [one]: ranking({ x: 1 }) }), { ...options, asking: asking('rrf') });
  assert.deepEqual(plain(found), { a: { x: 1 / 61 }, b: {} });
  const limited = await searchTopics(collectionOf(topics), scripted(answers), { ...options, limit: 1, asking: asking('max') });
  assert.deepEqual([...limited.keys()], ['a']);
});

const physics: readonly Topic[] = [
  { id: 'p1', text: '1. Waves bend in shallow water.\n2. A pendulum keeps its period.\n3. Resonance builds up motion.', original: 'Why?' },
  { id: 'p2', text: 'The pendulum and its swing.', original: 'How?' },
  { id: 'p3', text: '1. The swing of a pendulum.\n2. Crest meets crest at sea.', original: 'What?' },
];
const left = new Map([['p1', new Set(['dup-a', 'waves/refraction'])]]);

for (const rule of ['max', 'sum', 'rrf', 'last', 'prefix', 'prefix:rrf', 'zscore']) {
  test(`--steps ${rule}: nothing excluded is returned, and a topic's ranking doesn't depend on the others`, async () => {
    for (const protocol of ['bright-paper', 'anserini-bm25']) {
      const searcher = await bm25(findProtocol(protocol)).index(corpusOf(documents), { progress: silent });
      const all = await searchTopics(collectionOf(physics, left), searcher, { ...options, asking: asking(rule) });
      assert.deepEqual([...all.keys()], ['p1', 'p2', 'p3']);
      assert.ok(all.get('p1')!.ids.length > 0);
      for (const id of left.get('p1')!) assert.ok(!all.get('p1')!.ids.includes(id), `${protocol}: ${id}`);
      for (const topic of physics) {
        const alone = await searchTopics(collectionOf([topic], left), searcher, { ...options, asking: asking(rule) });
        assert.deepEqual(alone.get(topic.id), all.get(topic.id));
      }
    }
  });
}

test('the sum over steps is the score of the whole text, where a score is a sum over terms and no ranking is cut', async () => {
  const searcher = await bm25(findProtocol('anserini-bm25')).index(corpusOf(documents), { progress: silent });
  const sum = asking('sum');
  const { combination } = sum;
  assert.ok(combination !== undefined && combination.fusion !== 'last');
  const { missing: _, ...fusion } = combination.fusion;
  const whole = await searchTopics(collectionOf(physics), searcher, options);
  const summed = await searchTopics(collectionOf(physics), searcher, {
    ...options,
    asking: { ...sum, combination: { ...combination, fusion } },
  });
  for (const [topic, { ids, scores }] of whole) {
    const other = summed.get(topic)!;
    assert.deepEqual(other.ids, ids);
    for (const [at, score] of scores.entries()) assert.ok(Math.abs(other.scores[at]! - score) < 1e-5, `${topic} ${ids[at]}`);
  }
});
