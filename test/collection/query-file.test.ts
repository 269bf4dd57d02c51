import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { loadSplit } from '../../src/collection/load.ts';
import { findQueryFile, isQueryPlace, readQueryFile } from '../../src/collection/query-file.ts';
import { resolveSplit } from '../../src/collection/resolve.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { folderBenchmark } from './bright-fixture.ts';
import { fails } from './fails.ts';
import { hubSession } from './hub-session.ts';
import { parquetFixture } from './parquet-fixture.ts';

const folder = temporaryFolder();
const noHub = hubSession('http://127.0.0.1:1', '/nowhere', { offline: true });
let files = 0;
function write(name: string, content: string | Buffer): string {
  const own = join(folder, String(files++));
  mkdirSync(own);
  writeFileSync(join(own, name), content);
  return join(own, name);
}

const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const [first, second] = ['Think.\n\n1. Of "waves"\t水', ''];

const forms: readonly (readonly [name: string, content: string | Buffer])[] = [
  ['a.jsonl', lines({ id: '0', query: first }, { id: '1', query: second })],
  ['b.jsonl', lines({ _id: '1', text: second }, { _id: '0', text: first })],
  ['c.jsonl', lines({ topic: 0, query: first }, { topic: 1, query: second })],
  ['d.jsonl', lines({ query: first, reasoning: 'r', id: '0', excluded_ids: [], gold_ids: ['d'] }, { query: second, id: '1' })],
  ['e.jsonl.gz', gzipSync(lines({ id: '0', query: first }, { id: '1', query: second }))],
  ['f.json', JSON.stringify({ '1': second, '0': first })],
  ['g.json', `\uFEFF${JSON.stringify({ '0': first, '1': second }, null, 2)}\n`],
  ['h.json.gz', gzipSync(JSON.stringify({ '0': first, '1': second }, null, 2))],
  ['i.json', lines({ id: '0', query: first }, { id: '1', query: second })],
  ['j.parquet', parquetFixture({ id: ['0', '1'], query: [first, second] })],
];

test('one and the same queries in every form have one and the same hash', async () => {
  const hashes = new Set<string>();
  for (const [name, content] of forms) {
    const path = write(name, content);
    const file = await readQueryFile(path);
    assert.deepEqual(Object.fromEntries(file.texts), { '0': first, '1': second }, name);
    assert.equal(file.name, `file:${name}`);
    assert.equal(file.path, path);
    hashes.add(file.hash);
  }
  assert.equal(hashes.size, 1);
  assert.match([...hashes][0]!, /^[0-9a-f]{64}$/);
  const changed = await readQueryFile(write('a.jsonl', lines({ id: '0', query: first }, { id: '1', query: 'x' })));
  assert.ok(!hashes.has(changed.hash));
});

test('lines of id, tab and text, and TREC topics', async () => {
  for (const name of ['q.tsv', 'q.txt']) {
    assert.deepEqual(
      [...(await readQueryFile(write(name, '0\tone\r\n\n1\ttwo\n'))).texts],
      [
        ['0', 'one'],
        ['1', 'two'],
      ],
    );
  }
  const trec = write('topics.txt', '<top>\n<num> Number: 301\n<title> Waves\n</top>\n');
  assert.deepEqual([...(await readQueryFile(trec)).texts], [['301', 'Waves']]);
});

const bad: readonly (readonly [name: string, content: string, message: RegExp])[] = [
  ['a.jsonl', lines({ id: '0', query: 'x' }, { id: '0', query: 'y' }), /a\.jsonl:2: the topic id "0" stands already at .*a\.jsonl:1$/],
  ['a.json', '{"0": "x", "1": "y",\n "0": "z"}', /a\.json:2:2: the topic id "0" stands already at .*a\.json:1:2$/],
  ['a.jsonl', lines({ id: '0', query: 'x' }, { query: 'y' }), /a\.jsonl:2: has no id: none of the fields id, _id, topic$/],
  ['a.jsonl', lines({ id: '0', question: 'x' }), /a\.jsonl:1: topic "0" has no query: none of the fields query, text$/],
  ['a.jsonl', lines({ id: '', query: 'x' }), /a\.jsonl:1: the topic id is empty$/],
  ['a.jsonl', lines({ id: '0', query: ['x'] }), /a\.jsonl:1: query: expected a text, found a list of string$/],
  ['a.jsonl', '{"id": "0", "query": "x"}\n{"id": \n', /a\.jsonl:2:/],
  ['a.json', '{"0": {"1": 2}}', /a\.json:1:7: expected a text for topic "0", found an object$/],
  ['a.json', '{"0": 3}', /a\.json:1:7: expected a text for topic "0", found the number 3$/],
  ['a.json', '{"0": null}', /a\.json:1:7: expected a text for topic "0", found null$/],
  ['a.json', '{"0": "x"', /a\.json:1:\d+: the JSON breaks off/],
  ['a.json', '{}', /a\.json: there are no queries$/],
  ['a.jsonl', '', /a\.jsonl: there are no queries$/],
  ['a.tsv', 'no tab\n', /a\.tsv:1: expected an id, a tab and a text/],
  ['a.csv', 'id,query\n0,x\n', /a\.csv: is CSV, which is not read for queries$/],
];

for (const [name, content, message] of bad) {
  test(`${name} with ${JSON.stringify(content)} is refused`, () => fails(() => readQueryFile(write(name, content)), 'data', message));
}

test('a file is told from the name of a set', async () => {
  const here = write('gpt4', lines({ id: '0', query: 'x' }));
  for (const place of ['./gpt4', 'a/b', 'a\\b', 'gpt4.jsonl', 'x.JSON', 'x.tsv.gz', 'x.parquet', here])
    assert.ok(await isQueryPlace(place), place);
  for (const set of ['original', 'gpt4', 'claude-3-opus', 'Gemini-1.0', 'tongsearch-qr-7b', 'src'])
    assert.ok(!(await isQueryPlace(set)), set);
});

test('a folder holds a file for each split; one file is for one split', async () => {
  const place = join(folder, 'sets');
  mkdirSync(place);
  for (const name of ['pony.jsonl', 'aops-00000-of-00001.parquet', 'biology.json.gz', 'economics.tsv', 'economics.jsonl', 'README.md']) {
    writeFileSync(join(place, name), '');
  }
  assert.equal(await findQueryFile(place, 'pony', false), join(place, 'pony.jsonl'));
  assert.equal(await findQueryFile(place, 'aops', true), join(place, 'aops-00000-of-00001.parquet'));
  assert.equal(await findQueryFile(place, 'biology', true), join(place, 'biology.json.gz'));
  await fails(() => findQueryFile(place, 'robotics', false), 'usage', /holds no file for robotics$/, /robotics\.jsonl/);
  await fails(() => findQueryFile(place, 'economics', false), 'usage', /holds 2 files \(economics\.jsonl, economics\.tsv\) for economics$/);
  const one = join(place, 'pony.jsonl');
  assert.equal(await findQueryFile(one, 'aops', true), one);
  await fails(() => findQueryFile(one, 'aops', false), 'usage', /is one file, for several splits/, /folder .* such as aops\.jsonl/);
  await fails(() => findQueryFile(join(place, 'gone.jsonl'), 'aops', true), 'usage', /there is no such file or folder$/);
});

test('a file takes the place of the texts, which are kept; a topic without a query is an error, one too many a warning', async () => {
  const definition = await folderBenchmark();
  const load = async (name: string, content: string): ReturnType<typeof loadSplit> => {
    const queries = await readQueryFile(write(name, content));
    const resolved = await resolveSplit(definition, 'pony', { hub: noHub, queries });
    assert.deepEqual([resolved.queries, resolved.queryFile?.hash], [queries.name, queries.hash]);
    return loadSplit(resolved);
  };
  const { collection, warnings } = await load('mine.tsv', '9\tnine\n1\tnew 1\n0\tnew 0\n');
  assert.deepEqual(collection.topics, [
    { id: '0', text: 'new 0', original: 'query 0' },
    { id: '1', text: 'new 1', original: '' },
  ]);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /mine\.tsv: 3 topics, where the split has 2: 1 that the split doesn't have \("9"\), which are passed over$/);
  await fails(
    () => load('mine.tsv', '8\tx\n9\ty\n1\tz\n'),
    'data',
    /mine\.tsv: 3 topics, where the split has 2: 1 without a rewritten query \("0"\), and 2 that the split doesn't have \("8", "9"\)$/,
    /brightline export collection/,
  );
});
