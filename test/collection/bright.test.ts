import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Definition } from '../../src/collection/definition.ts';
import { type LoadedSplit, loadSplit } from '../../src/collection/load.ts';
import { type ResolveOptions, resolveSplit } from '../../src/collection/resolve.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { document, example, type FixtureTables, fixtureDefinition, folderBenchmark, hubFiles } from './bright-fixture.ts';
import { collect, fails } from './fails.ts';
import { fakeHub } from './fake-hub.ts';
import { hubSession } from './hub-session.ts';

type Load = (split: string, options?: Partial<ResolveOptions>) => Promise<LoadedSplit>;

const noHub = hubSession('http://127.0.0.1:1', '/nowhere', { offline: true });

async function inFolder(changed?: FixtureTables): Promise<Load> {
  const definition = await folderBenchmark(changed);
  return async (split, options) => loadSplit(await resolveSplit(definition, split, { hub: noHub, ...options }));
}

async function onHub(changed?: FixtureTables): Promise<Load> {
  const server = await fakeHub({ files: hubFiles(changed) });
  const definition: Definition = await fixtureDefinition({ kind: 'hub', repo: 'org/name' });
  const hub = hubSession(server.url, temporaryFolder());
  return async (split, options) => loadSplit(await resolveSplit(definition, split, { hub, ...options }));
}

const plain = (map: ReadonlyMap<string, ReadonlyMap<string, number>>) =>
  Object.fromEntries([...map].map(([topic, judged]) => [topic, Object.fromEntries(judged)]));

for (const [where, open] of [
  ['in a folder of JSON lines', inFolder],
  ['on the Hub in Parquet', onHub],
] as const) {
  test(`${where}: topics, judgments and exclusions, sentinels and repeats gone`, async () => {
    const load = await open();
    const { collection, counts, merged, warnings, version } = await load('pony');
    assert.deepEqual(collection.topics, [
      { id: '0', text: 'query 0' },
      { id: '1', text: '' },
    ]);
    assert.deepEqual(plain(collection.qrels), { '0': { d1: 1, 'd 2/ü.txt': 1 }, '1': { d3: 1 } });
    assert.equal(collection.excluded.size, 0);
    assert.deepEqual(counts, { documents: 4, topics: 2, judgments: 3, excluded: 0 });
    assert.deepEqual(merged, { gold: 1, excluded: 0 });
    assert.deepEqual(warnings, []);
    assert.deepEqual(version.matches, ['paper']);

    const aops = await load('aops');
    assert.deepEqual(
      [...aops.collection.excluded].map(([topic, ids]) => [topic, [...ids]]),
      [['q/1', ['d2', 'absent']]],
    );
    assert.deepEqual(aops.merged, { gold: 0, excluded: 1 });
    assert.equal(aops.counts.excluded, 2);
  });

  test(`${where}: the corpus in order, empty texts and odd ids kept, as often as it is asked for`, async () => {
    const { collection } = await (await open())('pony');
    for (let pass = 0; pass < 2; pass++) {
      assert.deepEqual((await collect(collection.corpus.batches())).flat(), [
        { id: 'd1', text: 'content of d1' },
        { id: 'd 2/ü.txt', text: '\uFEFFwith a mark' },
        { id: 'd3', text: '' },
        { id: 'd4', text: 'content of d4' },
      ]);
    }
    assert.equal(collection.corpus.expectedDocuments, 4);
  });

  test(`${where}: rewritten queries take the place of the texts and of nothing else`, async () => {
    const load = await open();
    const original = await load('pony');
    for (const queries of ['gpt4', 'GPT4', 'gpt4_reason', 'GPT4_Reason']) {
      const { collection, hashes } = await load('pony', { queries });
      assert.deepEqual(collection.topics, [
        { id: '0', text: 'rewritten 0', original: 'query 0' },
        { id: '1', text: 'rewritten 1', original: '' },
      ]);
      assert.deepEqual(collection.qrels, original.collection.qrels);
      assert.deepEqual(collection.excluded, original.collection.excluded);
      assert.notEqual(hashes.topics, original.hashes.topics);
      assert.equal(hashes.qrels, original.hashes.qrels);
    }
  });

  test(`${where}: long documents are judged by the long ids`, async () => {
    const load = await open();
    const { collection, counts, merged, version } = await load('pony', { documents: 'long' });
    assert.deepEqual(plain(collection.qrels), { '0': { 'long 1': 1, long2: 1 }, '1': { long2: 1 } });
    assert.deepEqual(
      (await collect(collection.corpus.batches())).flat().map(({ id }) => id),
      ['long 1', 'long2'],
    );
    assert.deepEqual(counts, { documents: 2, topics: 2, judgments: 3, excluded: 0 });
    assert.equal(merged.gold, 1);
    assert.deepEqual(version.matches, ['paper']);
    await fails(() => load('aops', { documents: 'long' }), 'usage', /tiny:aops: there are no long documents/, /list splits/);
  });

  test(`${where}: graded judgments are read where they are given`, async () => {
    const graded = example('0', { gold_ids: ['d1', 'd3', 'N/A', 'd1'], gold_relevance: [2, 0, 7, 2] });
    const load = await open({ 'examples/pony': [graded] });
    const { collection, warnings } = await load('pony');
    assert.deepEqual(plain(collection.qrels), { '0': { d1: 2, d3: 0 } });
    assert.match(
      warnings[0]!,
      /tiny:pony: 1 topics, where version "paper" has 2, 2 judgments for 3 \(documents and excluded ids agree\); the counts match no/,
    );
  });

  test(`${where}: a query set or split that is not there is answered with what there is`, async () => {
    const load = await open();
    await fails(
      () => load('pony', { queries: 'gtp4' }),
      'usage',
      /tiny:pony: there are no queries named "gtp4"/,
      /Did you mean gpt4\? There are: original, gpt4\./,
    );
    await fails(() => load('aops', { queries: 'gpt4' }), 'usage', /tiny:aops: the queries "gpt4" don't cover this split/);
    await fails(() => load('ponny'), 'usage', /tiny:ponny/, /Did you mean pony/);
  });

  test(`${where}: the corpus can be left out, for scoring`, async () => {
    const load = await open({ 'documents/pony': [] });
    const { counts, collection, version } = await load('pony', { corpus: 'omit' });
    assert.deepEqual(counts, { documents: undefined, topics: 2, judgments: 3, excluded: 0 });
    assert.deepEqual(version.matches, ['paper']);
    assert.deepEqual(
      collection.source.files.map(({ path }) => path.split('/')[0]),
      ['examples'],
    );
    await assert.rejects(collect(collection.corpus.batches()), /left out/);
  });

  test(`${where}: what is wrong is told with file and row`, async () => {
    const both = (first: object, second: object = example('1')) => ({ 'examples/pony': [first, second] });
    const cases: [FixtureTables, Partial<ResolveOptions>, RegExp][] = [
      [both(example('0'), example('0')), {}, /examples\/pony.*(:2|row 2): the topic id "0" stands already at .*(:1|row 1)$/],
      [{ 'examples/pony': [] }, {}, /examples\/pony.*: (there are no topics$|.*found none$)/],
      [both(example('')), {}, /(:1|row 1): the topic id is empty/],
      [both(example('0', { gold_ids: ['d1', ''] })), {}, /(:1|row 1): gold_ids: a document id is empty/],
      [both(example('0', { excluded_ids: [''] })), {}, /(:1|row 1): excluded_ids: a document id is empty/],
      [both(example('0', { gold_ids_long: [''] })), { documents: 'long' }, /(:1|row 1): gold_ids_long: a document id is empty/],
      [
        both(example('0', { gold_relevance: [1, 2] }), example('1', { gold_relevance: [1] })),
        {},
        /gold_relevance: expected 1 whole numbers, .* found "\[1,2\]"/,
      ],
      [
        both(example('0', { gold_ids: ['d1', 'd1'], gold_relevance: [1, 2] }), example('1', { gold_relevance: [1] })),
        {},
        /gold_relevance: the document "d1" is graded both 1 and 2/,
      ],
      [
        { 'gpt4_reason/pony': [{ id: '0', query: 'x' }] },
        { queries: 'gpt4' },
        /gpt4_reason\/pony.*: 1 topics, where the split has 2: 1 without a rewritten query \("1"\)$/,
      ],
      [{ 'gpt4_reason/pony': ['0', '0'].map((id) => ({ id, query: id })) }, { queries: 'gpt4' }, /the topic id "0" stands already/],
    ];
    for (const [changed, options, message] of cases) {
      const load = await open(changed);
      await fails(() => load('pony', options), 'data', message);
    }
  });

  test(`${where}: rewritten queries for more topics than there are are passed over with a warning`, async () => {
    const rewritten = ['0', 'x', '1', 'y', 'z', 'w'].map((id) => ({ id, query: `new ${id}` }));
    const load = await open({ 'gpt4_reason/pony': rewritten });
    const { collection, warnings } = await load('pony', { queries: 'gpt4' });
    assert.deepEqual(collection.topics, [
      { id: '0', text: 'new 0', original: 'query 0' },
      { id: '1', text: 'new 1', original: '' },
    ]);
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0]!,
      /gpt4_reason\/pony.*: 6 topics, where the split has 2: 4 that the split doesn't have \("x", "y", "z", …\), which are passed over$/,
    );
  });

  test(`${where}: a document id that is empty or names two texts is told with both rows`, async () => {
    const read = async (...rows: object[]) => collect((await (await open({ 'documents/aops': rows }))('aops')).collection.corpus.batches());
    await fails(() => read(document('d1'), document('')), 'data', /documents\/aops.*(:2|row 2): the document id is empty/);
    await fails(
      () => read(document('d0'), document('d1'), document('d2'), document('d3'), document('d1', 'another text')),
      'data',
      /documents\/aops.*: the document id "d1" stands already at .*documents\/aops.*(:2|row 2), with another text$/,
    );
  });

  test(`${where}: missing columns are told`, async () => {
    const load = await open({ 'examples/pony': [{ id: '0', query: 'x', gold_ids: ['d1'] }], 'documents/aops': [{ id: 'd1', text: 'x' }] });
    await fails(
      () => load('pony'),
      'data',
      /examples\/pony.*(excluded_ids: expected a list of texts, found nothing|excluded_ids \(texts\).* were expected)/,
    );
    const { collection } = await load('aops');
    await fails(() => collect(collection.corpus.batches()), 'data', /documents\/aops.*content/);
  });

  test(`${where}: topics and judgments that can not be found are told in warnings`, async () => {
    const load = await open({
      'examples/pony': [example('0', { gold_ids: ['N/A'] }), example('1', { gold_ids: ['d1', 'gone'], excluded_ids: ['d1'] })],
    });
    const { warnings, inspect } = await load('pony');
    assert.equal(warnings.length, 3);
    assert.match(warnings[1]!, /1 of 2 topics have no relevant document, and are not scored \(the first: "0"\)/);
    assert.match(warnings[2]!, /relevant documents that are also excluded for their topic: 1;/);
    const lacking = inspect(['d1', 'd2']);
    assert.equal(lacking.warnings.length, 1);
    assert.match(lacking.warnings[0]!, /1 of 2 relevant documents are not in the corpus.*\(the first: "gone"\)/);
    const { unjudgedTopics, excludedRelevant, missingRelevant } = lacking.findings;
    assert.deepEqual([unjudgedTopics, excludedRelevant, missingRelevant], [1, 1, 1]);
    assert.deepEqual(inspect(['gone', 'd1']).warnings, []);
    assert.equal(inspect(['gone', 'd1']).findings.missingRelevant, 0);
  });
}

test('both ways of keeping the benchmark hold the same', async () => {
  const [folder, hub] = [await inFolder(), await onHub()];
  for (const split of ['pony', 'aops']) {
    const [a, b] = [await folder(split), await hub(split)];
    assert.deepEqual(a.hashes, b.hashes);
    assert.deepEqual(a.counts, b.counts);
  }
});

test('a folder that lacks a config or split says what it has', async () => {
  const definition = await fixtureDefinition({ kind: 'folder' });
  await fails(() => resolveSplit(definition, 'pony', { hub: noHub }), 'data', /there is no config "examples"/, /Its configs: none/);
  const half = await inFolder();
  const load = await inFolder({ 'documents/pony': [] });
  assert.equal((await half('pony')).counts.documents, 4);
  assert.equal((await load('pony')).counts.documents, 0);
});

test('a folder has no revisions', async () => {
  const load = await inFolder();
  await fails(() => load('pony', { revision: 'main' }), 'usage', /revision "main" was asked for/);
});
