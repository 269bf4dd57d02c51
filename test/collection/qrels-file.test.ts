import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { countJudgments, type Qrels } from '../../src/collection/qrels.ts';
import { readQrelsFile } from '../../src/collection/qrels-file.ts';
import { writeQrelsFile } from '../../src/collection/qrels-file-writer.ts';
import { failure, fileWith } from '../run/files.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const read = (content: string | Uint8Array): ReturnType<typeof readQrelsFile> => readQrelsFile(fileWith(folder, content));

function plain(qrels: Qrels): unknown {
  return Array.from(qrels, ([topic, judged]) => [topic, [...judged]]);
}

const simple = 'q1 0 a 1\nq1 0 b 0\nq2 Q0 a -1\n';
const expected = [
  [
    'q1',
    [
      ['a', 1],
      ['b', 0],
    ],
  ],
  ['q2', [['a', -1]]],
];

test('spaces, tabs, CRLF, padding, a byte order mark and a missing last line break read alike', async () => {
  const variants = [
    simple,
    simple.trimEnd(),
    simple.replaceAll('\n', '\r\n'),
    simple.replaceAll(' ', '\t'),
    simple.replaceAll(' ', '   '),
    simple.replaceAll('\n', ' \n\n'),
    ` ${simple}`,
    `\uFEFF${simple}`,
    simple.replaceAll(/(\d)\n/g, '$1.0\n'),
    simple.replace('a 1', 'a +1'),
    gzipSync(simple),
  ];
  for (const variant of variants) {
    const { qrels, format, duplicates } = await read(variant);
    assert.deepEqual(plain(qrels), expected, variant.toString());
    assert.equal(format, 'trec');
    assert.equal(duplicates, 0);
  }
});

test('the reader’s short way and its general way agree', async () => {
  const id = fc.constantFrom('a', 'b', 'D9', '0', 'x/y.txt', 'caf\u00e9', '\u2028', 'a~', '-', '\u007f');
  const relevance = fc.constantFrom('0', '1', '-0', '-3', '007', '999999999', '-2147483648', '+1', '1.', '2.00');
  // How columns are parted, and what stands at the end: short lines have one space or tab.
  const style = fc.constantFrom([' ', ''], ['\t', ''], ['  ', ''], [' ', ' '], [' ', '\r']);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(id, id, relevance, style), { minLength: 1, maxLength: 12 }), async (rows) => {
      const once = [...new Map(rows.map((row) => [JSON.stringify(row.slice(0, 2)), row])).values()];
      const content = once.map(([topic, document, judged, [gap, end]]) => [topic, '0', document, judged].join(gap) + end).join('\n');
      const { qrels } = await read(content);
      const given = [...qrels].flatMap(([topic, judged]) => Array.from(judged, ([document, value]) => [topic, document, value]));
      const wanted = once.map(([topic, document, judged]) => [topic, document, Number(judged) + 0]);
      const byTopic = [...new Set(once.map(([topic]) => topic))].flatMap((topic) => wanted.filter(([other]) => other === topic));
      assert.deepEqual(given, byTopic);
    }),
    { numRuns: 300 },
  );
});

test('a judgment that is repeated after another topic is counted once, and one that differs is refused, in the short way as well', async () => {
  assert.equal((await read('q1 0 a 1\nq2 0 a 1\nq1 0 a 1\n')).duplicates, 1);
  await assert.rejects(
    read('q1 0 a 1\nq2 0 a 1\nq1 0 a 2\n'),
    failure('data', /:3: document "a" is judged 2 for topic "q1", but 1 in a line before/),
  );
});

test('BEIR’s three columns are read with and without their header', async () => {
  const rows = 'q1\ta\t1\nq1\tb\t0\nq2\ta\t-1\n';
  for (const content of [`query-id\tcorpus-id\tscore\n${rows}`, rows, `query-id\tcorpus-id\tscore\r\n${rows.replaceAll('\n', '\r\n')}`]) {
    const { qrels, format } = await read(content);
    assert.deepEqual(plain(qrels), expected);
    assert.equal(format, 'beir');
  }
});

test('ids with spaces are kept', async () => {
  const file = 'q1 0 Memory Management_5 0.txt 1\nmy topic\t0\t a doc \t2\n';
  assert.deepEqual(plain((await read(file)).qrels), [
    ['q1', [['Memory Management_5 0.txt', 1]]],
    ['my topic', [[' a doc ', 2]]],
  ]);
  assert.deepEqual(plain((await read('query-id\tcorpus-id\tscore\nmy topic\ta doc\t2\n')).qrels), [['my topic', [['a doc', 2]]]]);
});

test('a judgment that is repeated is counted once, one that differs is refused', async () => {
  const { qrels, duplicates } = await read('q 0 a 1\nq 0 a 1\nq 0 a 1\nq 0 b 1\n');
  assert.equal(countJudgments(qrels), 2);
  assert.equal(duplicates, 2);
  await assert.rejects(
    read('q 0 a 1\nq 0 a 2\n'),
    failure('data', /:2: document "a" is judged 2 for topic "q", but 1 in a line before.*Keep/),
  );
});

test('relevance may be any whole number within 32 bits', async () => {
  const { qrels } = await read('q 0 a 2147483647\nq 0 b -2147483648\n');
  assert.deepEqual([...qrels.get('q')!.values()], [2147483647, -2147483648]);
});

const refusals: readonly (readonly [what: string, content: string | Uint8Array, message: RegExp])[] = [
  ['an empty file', '', /holds no judgment: the file is empty/],
  ['a header alone', 'query-id\tcorpus-id\tscore\n', /holds no judgment/],
  ['too few columns', 'q 0 a 1\nq 0 1\n', /:2: expected four columns, topic iteration document relevance, found "q 0 1"/],
  [
    'too few BEIR columns',
    'query-id\tcorpus-id\tscore\nq\ta\n',
    /:2: expected three columns, query-id corpus-id score, parted by tabs, found "q\\ta"/,
  ],
  ['an empty id', 'q\t0\t\t1\n', /:1: expected four columns/],
  ['a fraction', 'q 0 a 0.5\n', /:1: the relevance must be a whole number within 32 bits, found "0.5"/],
  ['a word', 'q 0 a yes\n', /found "yes"/],
  ['a number beyond 32 bits', 'q 0 a 2147483648\n', /found "2147483648"/],
  ['an infinity', 'q 0 a inf\n', /found "inf"/],
  ['bytes that are not UTF-8', Buffer.from('q 0 \xe9 1\n', 'latin1'), /:1: is not UTF-8 text/],
  ['a zero byte', 'q 0 a\0 1\n', /it holds a zero byte/],
  ['gzip that breaks off', gzipSync(simple).subarray(0, 20), /gzip that breaks off/],
];

for (const [what, content, message] of refusals) {
  test(`${what} is refused, with the place`, () => assert.rejects(read(content), failure('data', message)));
}

test('a file that isn’t there is refused by name', () =>
  assert.rejects(readQrelsFile(join(folder, 'nothing')), failure('data', /nothing: there is no such file/)));

test('both formats are written as other tools expect them', async () => {
  const path = join(folder, 'written');
  const qrels = new Map([
    [
      'q1',
      new Map([
        ['a', 1],
        ['b', 0],
      ]),
    ],
  ]);
  await writeQrelsFile(path, qrels, 'trec');
  assert.equal(readFileSync(path, 'utf8'), 'q1 0 a 1\nq1 0 b 0\n');
  await writeQrelsFile(path, qrels, 'beir');
  assert.equal(readFileSync(path, 'utf8'), 'query-id\tcorpus-id\tscore\nq1\ta\t1\nq1\tb\t0\n');
  await writeQrelsFile(path, new Map([['q1', new Map([['a b', 1]])]]), 'trec');
  assert.equal(readFileSync(path, 'utf8'), 'q1\t0\ta b\t1\n');
});

test('what could not be read back is not written', async () => {
  const path = join(folder, 'refused');
  for (const id of ['', 'a\tb', 'a\nb', 'a\0', '\udc00']) {
    await assert.rejects(writeQrelsFile(path, new Map([['q', new Map([[id, 1]])]]), 'trec'), failure('data', /can't be written in qrels/));
    await assert.rejects(writeQrelsFile(path, new Map([[id, new Map([['d', 1]])]]), 'beir'), failure('data', /can't be written in qrels/));
  }
  for (const relevance of [0.5, 2 ** 31, Number.NaN]) {
    await assert.rejects(
      writeQrelsFile(path, new Map([['q', new Map([['d', relevance]])]]), 'trec'),
      failure('data', /whole number within 32 bits/),
    );
  }
});

test('any judgments come back from their file', async () => {
  const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter((text) => !/[\t\n\r\0]/.test(text));
  const judged = fc.uniqueArray(fc.tuple(id, fc.integer()), { selector: ([id]) => id, minLength: 1, maxLength: 6 });
  const any = fc.uniqueArray(fc.tuple(id, judged), { selector: ([topic]) => topic, minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(any, fc.constantFrom('trec' as const, 'beir' as const), async (rows, format) => {
      const qrels = new Map(rows.map(([topic, list]) => [topic, new Map(list)]));
      const path = join(folder, 'round-trip');
      await writeQrelsFile(path, qrels, format);
      const back = await readQrelsFile(path);
      assert.deepEqual(back.qrels, qrels);
      assert.equal(back.format, format);
    }),
    { numRuns: 150 },
  );
});

test('BRIGHT’s qrels read whole', { skip: needsShared }, async () => {
  const base = join(shared!, 'qrels', 'bright');
  for (const file of readdirSync(base)) {
    const lines = readFileSync(join(base, file), 'utf8').trimEnd().split('\n').length;
    const { qrels, duplicates } = await readQrelsFile(join(base, file));
    assert.equal(countJudgments(qrels) + duplicates, lines, file);
  }
});
