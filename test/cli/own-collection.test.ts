import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const brightline = (...args: readonly string[]): Promise<Outcome> => runCli(args, { cwd: folder });
const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const documents = [
  { id: 'd1', title: 'Tides', text: 'The moon pulls the sea.' },
  { id: 'd 2/ü', title: '', text: 'Bread rises by yeast.' },
  { id: 'd3', title: 'Only a title: volcano', text: '' },
] as const;
const topics = [
  { id: '1', text: 'moon and sea' },
  { id: '2', text: 'volcano' },
  { id: '3', text: 'not judged' },
] as const;
const judged = [
  ['1', 'd1', 1],
  ['2', 'd3', 2],
] as const;

function beirFolder(name: string): string {
  write(`${name}/corpus.jsonl`, lines(...documents.map(({ id, title, text }) => ({ _id: id, title, text, metadata: {} }))));
  write(`${name}/queries.jsonl`, lines(...topics.map(({ id, text }) => ({ _id: id, text }))));
  write(`${name}/qrels/test.tsv`, `query-id\tcorpus-id\tscore\n${judged.map((row) => row.join('\t')).join('\n')}\n`);
  write(`${name}/qrels/dev.tsv`, 'query-id\tcorpus-id\tscore\n3\td 2/ü\t1\n');
  return name;
}

const trecDocuments = documents
  .map(({ id, title, text }) => `<DOC>\n<DOCNO> ${id} </DOCNO>\n<TITLE>${title}</TITLE>\n<TEXT>\n<p>${text}</p>\n</TEXT>\n</DOC>\n`)
  .join('');
const trecTopics = topics
  .map(
    ({ id, text }) =>
      `<top>\n<num> Number: ${id}\n<title> ${text}\n\n<desc> Description:\nWhat about ${text}?\n\n<narr> Narrative:\nx\n</top>\n`,
  )
  .join('\n');
const trecQrels = judged.map(([topic, document, relevance]) => `${topic} 0 ${document} ${relevance}\n`).join('');

interface Result {
  readonly rows: readonly ScoreRow[];
  readonly runs: readonly { readonly run: string; readonly benchmark: string; readonly split: string; readonly counts: unknown }[];
}

async function result(...args: readonly string[]): Promise<Result> {
  const { code, stdout, stderr } = await brightline('run', ...args, '-m', 'nDCG@10', '--format', 'json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Result;
}

test('a BEIR folder is a benchmark: its test split by default, any other by name', async () => {
  beirFolder('beir');
  const { rows, runs } = await result('-b', './beir');
  assert.deepEqual([runs[0]!.benchmark, runs[0]!.split, rows[0]!.value, rows[0]!.topics], ['./beir', 'test', 1, 2]);
  assert.deepEqual(runs[0]!.counts, { documents: 3, topics: 2, judgments: 2, excluded: 0 });
  const dev = await result('-b', './beir:dev');
  assert.deepEqual(dev.runs[0]!.counts, { documents: 3, topics: 1, judgments: 1, excluded: 0 });
  const compared = await brightline('score', join(folder, runs[0]!.run), '-b', './beir', '--format', 'json');
  assert.equal(compared.code, 0, compared.stderr);
});

test('the same collection as TREC files, id-tab-text, JSON lines with names of their own, gzipped: one ranking', async () => {
  beirFolder('beir-2');
  const beir = readFileSync((await result('-b', './beir-2')).runs[0]!.run.replace(/^/, `${folder}/`), 'utf8');
  write('docs.trec', trecDocuments);
  write('docs.sgml.gz', gzipSync(trecDocuments));
  write('docs.tsv', documents.map(({ id, title, text }) => `${id}\t${title} ${text}\n`).join(''));
  write('docs.jsonl', lines(...documents.map(({ id, title, text }) => ({ docno: id, head: title, body: text }))));
  write('topics.txt', trecTopics);
  write(
    'topics.xml',
    `<?xml version="1.0"?>\n<topics>${topics.map(({ id, text }) => `<topic number="${id}"><query>${text}</query></topic>`).join('')}</topics>`,
  );
  write('topics.tsv', topics.map(({ id, text }) => `${id}\t${text}\n`).join(''));
  write('topics.jsonl', lines(...topics.map(({ id, text }) => ({ qid: id, question: text }))));
  write('qrels.txt', trecQrels);
  const named = 'documentId=docno,documentTitle=head,documentText=body';
  const cases: readonly (readonly string[])[] = [
    ['--corpus', 'docs.trec', '--topics', 'topics.txt'],
    ['--corpus', 'docs.sgml.gz', '--topics', 'topics.xml'],
    ['--corpus', 'docs.tsv', '--topics', 'topics.tsv'],
    ['--corpus', 'docs.jsonl', '--topics', 'topics.tsv', '--fields', named],
    ['--corpus', 'docs.trec', '--topics', 'topics.jsonl', '--fields', 'topicId=qid,topicText=question'],
  ];
  for (const [at, files] of cases.entries()) {
    const { rows, runs } = await result(...files, '--qrels', 'qrels.txt', '--collection', `own-${at}`);
    assert.equal(rows[0]!.value, 1, files.join(' '));
    assert.equal(readFileSync(join(folder, runs[0]!.run), 'utf8'), beir, files.join(' '));
    assert.equal(runs[0]!.benchmark, `own-${at}`);
  }
  const descriptions = await result(
    '--corpus',
    'docs.trec',
    '--topics',
    'topics.txt',
    '--qrels',
    'qrels.txt',
    '--fields',
    'topicText=title+desc',
  );
  assert.equal(descriptions.rows[0]!.value, 1);
});

test('documents that are excluded for a topic are not returned for it', async () => {
  write('x/docs.tsv', documents.map(({ id, text }) => `${id}\t${text}\n`).join(''));
  write('x/topics.tsv', '1\tmoon and sea\n');
  write('x/qrels.txt', '1 0 d1 1\n');
  write('x/excluded.txt', '1 0 d1 1\n');
  const { rows, runs } = await result(
    '--corpus',
    'x/docs.tsv',
    '--topics',
    'x/topics.tsv',
    '--qrels',
    'x/qrels.txt',
    '--excluded',
    'x/excluded.txt',
    '--topics',
    'qrels',
  );
  assert.equal(rows[0]!.value, 0);
  assert.deepEqual(runs[0]!.counts, { documents: 3, topics: 1, judgments: 1, excluded: 1 });
});

test('a folder with a benchmark.json is that benchmark', async () => {
  write('mine/d.tsv', 'd1\tthe moon\n');
  write('mine/t.tsv', '1\tmoon\n2\tmoon\n');
  write('mine/a.txt', '1 0 d1 1\n');
  write('mine/b.txt', '2 0 d1 1\n');
  const split = (id: string): object => ({ id, title: id, short: id, files: { corpus: ['d.tsv'], topics: 't.tsv', qrels: `${id}.txt` } });
  const definition = {
    name: 'mine',
    title: 'Mine',
    description: 'For tests.',
    licence: 'CC0-1.0',
    citation: 'None.',
    layout: 'files',
    source: { kind: 'folder' },
    protocol: 'anserini-bm25',
    measures: ['nDCG@10'],
    mainMeasure: 'nDCG@10',
    splits: [split('a'), split('b')],
    groups: { both: ['b', 'a'] },
  };
  write('mine/benchmark.json', JSON.stringify(definition));
  const { runs } = await result('-b', './mine:both');
  assert.deepEqual(
    runs.map(({ split: id }) => id),
    ['b', 'a'],
  );
  const outside = {
    ...definition,
    splits: [{ ...split('a'), files: { corpus: ['../docs.tsv'], topics: 't.tsv', qrels: 'a.txt' } }],
    groups: {},
  };
  write('evil/benchmark.json', JSON.stringify(outside));
  const { code, stderr } = await brightline('run', '-b', './evil');
  assert.equal(code, 3);
  assert.match(stderr, /evil\/benchmark\.json: splits\[0\]\.files\.corpus\[0\]: expected a path inside the source/);
});

const refused: readonly (readonly [what: string, args: readonly string[], code: number, message: RegExp])[] = [
  ['no benchmark', [], 2, /no benchmark is named[\s\S]*--corpus/],
  ['half a collection', ['--corpus', 'docs.tsv', '--topics', 'topics.tsv'], 2, /without --qrels/],
  ['judgments alone', ['-b', 'mini', '--qrels', 'qrels.txt'], 2, /--qrels: qrels\.txt was given without --corpus/],
  ['topics alone', ['-b', 'mini', '--topics', 'topics.tsv'], 2, /--topics: topics\.tsv was given without --corpus/],
  [
    'an unknown field',
    ['--corpus', 'a', '--topics', 'b', '--qrels', 'c', '--fields', 'documentid=x'],
    2,
    /documentid[\s\S]*Did you mean documentId/,
  ],
  [
    'a file that is not there',
    ['--corpus', 'nowhere.tsv', '--topics', 'topics.tsv', '--qrels', 'qrels.txt'],
    3,
    /there is no file nowhere\.tsv/,
  ],
  ['no such folder', ['-b', './nowhere'], 2, /"\.\/nowhere": there is no such folder/],
  ['a folder without judgments', ['-b', './empty'], 3, /holds no judgments: there is no file qrels\/<split>\.tsv/],
  ['not a dataset', ['-b', 'hf:winogrande'], 2, /is not the name of a dataset on the Hub/],
  [
    'a document without an end',
    ['--corpus', 'cut.trec', '--topics', 'topics.tsv', '--qrels', 'qrels.txt'],
    3,
    /cut\.trec:4: the <DOC> that begins here has no <\/DOC>/,
  ],
  [
    'a document without a number',
    ['--corpus', 'anonymous.trec', '--topics', 'topics.tsv', '--qrels', 'qrels.txt'],
    3,
    /anonymous\.trec:1: the document has no <DOCNO>/,
  ],
  [
    'a line without a tab',
    ['--corpus', 'untabbed.tsv', '--topics', 'topics.tsv', '--qrels', 'qrels.txt'],
    3,
    /untabbed\.tsv:2: expected an id, a tab and a text/,
  ],
  [
    'judgments of other topics',
    ['--corpus', 'docs.tsv', '--topics', 'topics.tsv', '--qrels', 'others.txt'],
    3,
    /none of the 3 topics is judged: the first is "1", the first judged "other"/,
  ],
];

for (const [what, args, code, message] of refused) {
  test(`${what}: says what is wrong`, async () => {
    write('empty/readme.txt', 'nothing');
    write('docs.tsv', 'd1\tmoon\n');
    write('topics.tsv', topics.map(({ id, text }) => `${id}\t${text}\n`).join(''));
    write('qrels.txt', trecQrels);
    write('others.txt', 'other 0 d1 1\n');
    write('cut.trec', '<DOC>\n<DOCNO>d1</DOCNO>\n</DOC>\n<DOC>\n<DOCNO>d2</DOCNO>\n');
    write('anonymous.trec', '<DOC>\n<TEXT>moon</TEXT>\n</DOC>\n');
    write('untabbed.tsv', 'd1\tmoon\nd2 moon\n');
    const outcome = await brightline('run', ...args);
    assert.equal(outcome.code, code, outcome.stderr);
    assert.match(outcome.stderr, message);
  });
}
