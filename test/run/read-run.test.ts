import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { parquetWriteFile } from 'hyparquet-writer';
import { readRun, readRunTopics, runFormatOf } from '../../src/run/read-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failure, fileWith, gather, plain } from './files.ts';

const folder = temporaryFolder();
const expected = [
  [
    'q1',
    [
      ['a b', 2.5],
      ['😀', 1],
    ],
  ],
  ['q2', [['a b', -0.5]]],
];

const topics = ['q1', 'q1', 'q2'];
const documents = ['a b', '😀', 'a b'];
const scores = Float64Array.of(2.5, 1, -0.5);

function parquetFile(name: string, columns: readonly { name: string; data: readonly unknown[] }[], rowGroupSize = 2): string {
  const filename = join(folder, name);
  parquetWriteFile({ filename, columnData: columns.map(({ name, data }) => ({ name, data: [...data] })), rowGroupSize });
  return filename;
}

test('the content decides how a file is read, not its name', async () => {
  const trec = 'q1\tQ0\ta b\t1\t2.5\tsystem\nq1\tQ0\t😀\t2\t1\tsystem\nq2\tQ0\ta b\t1\t-0.5\tsystem\n';
  const json = '{"q1": {"a b": 2.5, "😀": 1}, "q2": {"a b": -0.5}}';
  const arrow = tableFromArrays({ query_id: topics, doc_id: documents, score: scores, rank: Int32Array.of(1, 2, 1) });
  const files = {
    trec: [fileWith(folder, trec), fileWith(folder, gzipSync(trec))],
    'score-json': [fileWith(folder, json), fileWith(folder, gzipSync(`\uFEFF\n ${json}`))],
    arrow: [fileWith(folder, tableToIPC(arrow, 'file')), fileWith(folder, tableToIPC(arrow, 'stream'))],
    parquet: [
      parquetFile('run.trec', [
        { name: 'topic', data: topics },
        { name: 'Document', data: documents },
        { name: 'score', data: [...scores] },
        { name: 'rank', data: [1, 2, 1] },
      ]),
    ],
  };
  for (const [format, paths] of Object.entries(files)) {
    for (const path of paths) {
      assert.equal(await runFormatOf(path), format);
      assert.deepEqual(plain(await readRun(path)), expected, format);
    }
  }
});

test('ids in a table may be whole numbers, of 32 or 64 bits', async () => {
  const table = tableFromArrays({
    qid: Int32Array.of(7, 7),
    docno: BigInt64Array.of(9007199254740993n, -1n),
    score: Float32Array.of(0.5, 0.25),
  });
  const path = fileWith(folder, tableToIPC(table, 'file'));
  assert.deepEqual(plain(await readRun(path)), [
    [
      '7',
      [
        ['9007199254740993', 0.5],
        ['-1', 0.25],
      ],
    ],
  ]);
});

test('a table whose topics don’t stand together comes out whole', async () => {
  const path = parquetFile(
    'mixed.parquet',
    [
      { name: 'topic', data: ['q1', 'q2', 'q1', 'q2'] },
      { name: 'document', data: ['a', 'a', 'b', 'b'] },
      { name: 'score', data: [4.5, 3.5, 2.5, 1.5] },
    ],
    1,
  );
  assert.deepEqual(plain(await readRun(path)), [
    [
      'q1',
      [
        ['a', 4.5],
        ['b', 2.5],
      ],
    ],
    [
      'q2',
      [
        ['a', 3.5],
        ['b', 1.5],
      ],
    ],
  ]);
});

test('what is wrong with a table is named by row and column', async () => {
  const of = (columns: Record<string, readonly unknown[]>): Promise<unknown> =>
    gather(
      readRunTopics(
        parquetFile(
          'wrong.parquet',
          Object.entries(columns).map(([name, data]) => ({ name, data })),
        ),
      ),
    );
  await assert.rejects(
    of({ topic: ['q'], text: ['d'], score: [1.5] }),
    failure('data', /no column for the document: expected one of document, .*found topic, text, score/),
  );
  await assert.rejects(
    of({ topic: ['q', 'q'], document: ['a', null], score: [1.5, 2.5] }),
    failure('data', /row 2, column document: expected an id, found (null|undefined)/),
  );
  await assert.rejects(
    of({ topic: ['q'], document: [''], score: [1.5] }),
    failure('data', /row 1, column document: expected an id, found ""/),
  );
  await assert.rejects(
    of({ topic: ['q'], document: ['a'], score: [Number.NaN] }),
    failure('data', /row 1, column score: expected a finite number, found NaN/),
  );
  await assert.rejects(
    of({ topic: ['q'], document: ['a'], score: ['high'] }),
    failure('data', /column score: expected a finite number, found "high"/),
  );
  await assert.rejects(
    of({ topic: ['q', 'q'], document: ['a', 'a'], score: [1.5, 2.5] }),
    failure('data', /:2: document "a" occurs twice in topic "q"; it stands in line 1/),
  );
});

test('damaged and empty tables are refused', async () => {
  const whole = tableToIPC(tableFromArrays({ topic: topics, document: documents, score: scores }), 'file');
  await assert.rejects(readRun(fileWith(folder, whole.subarray(0, whole.length - 40))), failure('data', /Arrow|no ranking|column/));
  const none = tableFromArrays({ topic: new Int32Array(0), document: new Int32Array(0), score: new Float64Array(0) });
  await assert.rejects(readRun(fileWith(folder, tableToIPC(none, 'file'))), failure('data', /no row/));
  const parquet = readFileSync(
    parquetFile('cut.parquet', [
      { name: 'topic', data: topics },
      { name: 'document', data: documents },
      { name: 'score', data: [...scores] },
    ]),
  );
  await assert.rejects(readRun(fileWith(folder, parquet.subarray(0, parquet.length - 9))), failure('data', /can't be read as Parquet/));
  await assert.rejects(readRun(fileWith(folder, 'PAR1')), failure('data', /can't be read as Parquet/));
});

test('a file without a tag gives its name to the run', async () => {
  const path = join(folder, 'biology.rerank-score.json.gz');
  writeFileSync(path, gzipSync('{"q": {"d": 1}}'));
  assert.equal((await readRun(path)).name, 'biology.rerank-score');
});

test('an empty or missing file is refused', async () => {
  await assert.rejects(readRun(fileWith(folder, '')), failure('data', /holds no ranking: the file is empty/));
  await assert.rejects(readRun(fileWith(folder, gzipSync(''))), failure('data', /holds no ranking/));
  await assert.rejects(readRun(join(folder, 'missing')), failure('data', /there is no such file/));
  await assert.rejects(readRun(folder), failure('data', /is a folder/));
});
