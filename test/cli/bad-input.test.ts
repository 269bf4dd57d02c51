import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { type Manifest, manifestSchema } from '../../src/run/manifest.ts';
import { parquetFixture } from '../collection/parquet-fixture.ts';
import { manifestWith } from '../experiment/manifest.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const sound: Readonly<Record<string, string | Uint8Array>> = {
  'corpus.jsonl': lines({ _id: 'd1', title: '', text: 'The moon pulls the sea.' }, { _id: 'd2', title: 'Bread', text: 'rises by yeast' }),
  'queries.jsonl': lines({ _id: '1', text: 'moon' }),
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\n1\td1\t1\n',
};

/** Runs BM25 on a folder in BEIR's layout: a sound one, with these files in place of its own. */
async function runOn(changed: Readonly<Record<string, string | Uint8Array | undefined>>): Promise<Outcome & { manifest(): Manifest }> {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries({ ...sound, ...changed })) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(folder, 'own', name)), { recursive: true });
    writeFileSync(join(folder, 'own', name), content);
  }
  const outcome = await runCli(['run', '-b', './own', '--out', 'runs', '--quiet'], { cwd: folder });
  return {
    ...outcome,
    manifest() {
      const [path] = readdirSync(join(folder, 'runs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('manifest.json'),
      );
      return manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'runs', path!), 'utf8')));
    },
  };
}

test('a sound collection has nothing to find', async () => {
  const { code, stderr, manifest } = await runOn({});
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  assert.deepEqual([...new Set(Object.values(manifest().findings!))], [0]);
});

test('what is strange and tolerated is counted in the manifest; what a reader must know is also a warning', async () => {
  const { code, stderr, manifest } = await runOn({
    'corpus.jsonl': lines(
      { _id: 'd1', title: '', text: 'The moon pulls the sea.' },
      { _id: 'empty', title: '', text: ' ' },
      { _id: 'title', title: 'Moonlight' },
      { _id: 'd1', title: '', text: 'The moon pulls the sea.' },
      { _id: 'title', title: 'Moonlight', text: '' },
    ),
    'queries.jsonl': lines({ _id: '1', text: 'moon' }, { _id: '2', text: '' }, { _id: '3', text: 'not judged here' }),
    'qrels/test.tsv': 'query-id\tcorpus-id\tscore\n1\td1\t1\n1\td1\t1\n1\tgone\t2\n2\ttitle\t1\n9\td1\t1\n9\tgone\t1\n',
  });
  assert.equal(code, 0, stderr);
  const { findings, counts, warnings } = manifest();
  assert.deepEqual(findings, {
    emptyDocuments: 1,
    titlesAlone: 1,
    mergedDocuments: 2,
    mergedJudgments: 1,
    mergedExclusions: 0,
    emptyTopics: 1,
    unjudgedTopics: 0,
    unaskedTopics: 1,
    excludedRelevant: 0,
    missingRelevant: 1,
  });
  assert.equal(counts.documents, 3);
  for (const told of [
    /1 of 3 judged topics have no query, and nothing is searched for them \(the first: "9"\)/,
    /documents that repeat the id and the text of another, and count once: 2 \(the first: "d1" at .*corpus\.jsonl:4, as at .*corpus\.jsonl:1\)/,
    /1 of 3 relevant documents are not in the corpus; no ranking can find them \(the first: "gone"\)/,
  ]) {
    assert.equal(warnings.filter((warning) => told.test(warning)).length, 1, warnings.join('\n'));
    assert.match(stderr, told);
  }
});

test('texts that may be in a column of another name are told', async () => {
  const { code, stderr } = await runOn({
    'corpus.jsonl': lines({ _id: 'd1', title: 'Moon', body: 'x' }, { _id: 'd2', title: 'Bread', body: 'y' }),
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /warning: .*all 2 documents have a title and no text/);
});

const one = '{"_id":"d1","title":"","text":"moon"}\n';
const refused: readonly (readonly [what: string, changed: Readonly<Record<string, string | Uint8Array | undefined>>, message: RegExp])[] = [
  [
    'an id with two texts',
    { 'corpus.jsonl': `${one}${one.replace('moon', 'sun')}` },
    /corpus\.jsonl:2: .*"d1" stands already at .*corpus\.jsonl:1, with/,
  ],
  ['a corpus of 0 bytes', { 'corpus.jsonl': '' }, /corpus\.jsonl: there are no documents/],
  [
    'a corpus of 0 rows',
    { 'corpus.jsonl': undefined, 'corpus.parquet': parquetFixture({ _id: [], text: [] }) },
    /corpus\.parquet: there are no documents/,
  ],
  [
    'documents that are not UTF-8',
    { 'corpus.jsonl': Buffer.from(one.replace('moon', 'm\xf6\xf6n'), 'latin1') },
    /corpus\.jsonl:1: the line is not UTF-8: byte 33 of/,
  ],
  [
    'queries that are not UTF-8',
    { 'queries.jsonl': Buffer.from('{"_id":"1","text":"\xff"}', 'latin1') },
    /queries\.jsonl:1: the line is not UTF-8: byte 20 of/,
  ],
  ['judgments that are not UTF-8', { 'qrels/test.tsv': Buffer.from('1\td\xff\t1\n', 'latin1') }, /test\.tsv:1: is not UTF-8/],
  [
    'half a surrogate pair',
    { 'corpus.jsonl': one.replace('moon', '\\ud800') },
    /corpus\.jsonl:1: text: the text holds \\ud800, half a surrogate pair/,
  ],
  ['an id that no run can name', { 'queries.jsonl': '{"_id":"1\\t2","text":"x"}' }, /queries\.jsonl:1: the topic id "1\\t2" holds a tab/],
  ['JSON that breaks', { 'corpus.jsonl': `\uFEFF${one}\r\n${one.slice(0, -3)}\n` }, /corpus\.jsonl:3:\d+: the JSON breaks off: expected/],
];
for (const [what, changed, message] of refused) {
  test(`${what}: exit 3, the place, and no run`, async () => {
    const { code, stderr, stdout, manifest } = await runOn(changed);
    assert.equal(code, 3, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
    assert.equal(stdout, '');
    assert.throws(manifest);
  });
}

test('a byte order mark, CRLF and blank lines are no faults', async () => {
  const windows = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}\r\n \r\n`;
  const changed = Object.fromEntries(Object.entries(sound).map(([name, content]) => [name, windows(String(content))]));
  const [{ code, stderr, stdout }, plain] = await Promise.all([runOn(changed), runOn({})]);
  assert.equal(code, 0, stderr);
  assert.equal(stdout, plain.stdout);
});

test('manifests from before anything was counted are still read', () => {
  const old = manifestWith();
  assert.equal(old.findings, undefined);
  assert.deepEqual(manifestSchema.parse(JSON.parse(JSON.stringify(old))), JSON.parse(JSON.stringify(old)));
});
