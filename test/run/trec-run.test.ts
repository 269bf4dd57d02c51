import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { packIds } from '../../src/run/packed-ids.ts';
import { type PackedRanking, unpackRanking } from '../../src/run/packed-ranking.ts';
import { readRun } from '../../src/run/read-run.ts';
import { readTrecRunTopics, writeTrecRun } from '../../src/run/trec-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failure, fileWith, gather, type PlainRun, plain, runOf } from './files.ts';

const folder = temporaryFolder();
const read = (content: string | Uint8Array): Promise<PlainRun> => gather(readTrecRunTopics(fileWith(folder, content)));

const simple = 'q1 Q0 a 1 2.5 bm25\nq1 Q0 b 2 1 bm25\nq2 Q0 a 1 -1e-3 bm25\n';
const expected: PlainRun = [
  [
    'q1',
    [
      ['a', 2.5],
      ['b', 1],
    ],
  ],
  ['q2', [['a', -0.001]]],
];

test('spaces, tabs, CRLF, padding, a byte order mark and a missing last line break read alike', async () => {
  const variants = [
    simple,
    simple.trimEnd(),
    simple.replaceAll('\n', '\r\n'),
    simple.replaceAll(' ', '\t'),
    simple.replaceAll(' ', '   '),
    simple.replaceAll(' Q0 ', ' \t Q0\t'),
    simple.replaceAll(' ', '\t\t'),
    simple.replaceAll('\n', ' \n \n'),
    `\n\n  ${simple.replaceAll('\n', '\n  ')}\n`,
    `\uFEFF${simple}`,
    `# made by hand\n${simple}#\n# the end`,
  ];
  for (const variant of variants) assert.deepEqual(await read(variant), expected, JSON.stringify(variant));
  assert.deepEqual(await read(gzipSync(simple)), expected);
  assert.deepEqual(await read(Buffer.concat([gzipSync(simple.slice(0, 30)), gzipSync(simple.slice(30))])), expected);
});

test('the order of the file is kept and ranks are ignored', async () => {
  assert.deepEqual(await read('q Q0 b 7 1 t\nq Q0 a x 9 t\nq Q0 c 1 5 t\n'), [
    [
      'q',
      [
        ['b', 1],
        ['a', 9],
        ['c', 5],
      ],
    ],
  ]);
});

test('ids with spaces are found from both ends', async () => {
  assert.deepEqual(await read('q Q0 Memory Management_5 0.txt 1 0.5 run\nq Q0  two  spaces  2 0.25 run\n'), [
    [
      'q',
      [
        ['Memory Management_5 0.txt', 0.5],
        ['two  spaces', 0.25],
      ],
    ],
  ]);
});

test('between exactly five tabs the fields are taken as they are', async () => {
  assert.deepEqual(await read('a topic\tQ0\t a document \t1\t  0.5 \ta tag\n'), [['a topic', [[' a document ', 0.5]]]]);
});

test('a tag with spaces is told from a document with spaces by the rank', async () => {
  assert.deepEqual(await read('q Q0 d 1 12.5 bm25 with k1 0.9\n'), [['q', [['d', 12.5]]]]);
  assert.deepEqual(await read('q Q0 d 1 12.5 bm25 0.9 4\n'), [['q', [['d', 12.5]]]]);
});

test('a topic id that begins with # is data, a line that is no row is a comment', async () => {
  assert.deepEqual(await read('# note\n#1 Q0 d 1 0.5 t\n'), [['#1', [['d', 0.5]]]]);
});

test('topics whose lines don’t stand together come out whole', async () => {
  const mixed = 'q1 Q0 a 1 3 t\nq2 Q0 a 1 3 t\nq1 Q0 b 2 2 t\nq3 Q0 a 1 3 t\nq2 Q0 b 2 2 t\nq1 Q0 c 3 1 t\n';
  const path = fileWith(folder, mixed);
  const given = await gather(readTrecRunTopics(path));
  assert.deepEqual(
    given.map(([topic, documents]) => [topic, documents.length]),
    [
      ['q1', 1],
      ['q2', 1],
      ['q3', 1],
      ['q1', 3],
      ['q2', 2],
    ],
  );
  const whole = await readRun(path);
  assert.deepEqual([...whole.rankings.keys()], ['q1', 'q2', 'q3']);
  assert.deepEqual(whole.rankings.get('q1'), { ids: ['a', 'b', 'c'], scores: Float64Array.of(3, 2, 1) });
  await assert.rejects(
    read(`${mixed}q2 Q0 a 3 1 t\n`),
    failure('data', /:7: document "a" occurs twice in topic "q2"; it stands in line 2 as well/),
  );
});

test('the name of a run is its tag', async () => {
  assert.equal((await readRun(fileWith(folder, simple))).name, 'bm25');
  assert.equal((await readRun(fileWith(folder, 'q\tQ0\td\t1\t0.5\ta system\n'))).name, 'a system');
});

const refusals: readonly (readonly [what: string, content: string | Uint8Array, message: RegExp])[] = [
  ['an empty file', '', /holds no ranking: the file is empty/],
  ['a file of line breaks', '\n\n', /holds no ranking/],
  ['too few columns', 'q Q0 a 1 2 t\nq Q0 a 1 2\n', /:2: expected six columns, topic Q0 document rank score tag, found 5: "q Q0 a 1 2"/],
  ['prose', 'hello', /:1: expected six columns.* found 1: "hello"/],
  ['a score that is a word', 'q Q0 a 1 high t\n', /:1: the score must be a finite number, found "high"/],
  ['NaN', 'q Q0 a 1 nan t\n', /finite number, found "nan"/],
  ['infinity', 'q Q0 a 1 inf t\n', /finite number, found "inf"/],
  ['a number too large', 'q Q0 a 1 1e999 t\n', /finite number, found "1e999"/],
  ['a hexadecimal score', 'q Q0 a 1 0x10 t\n', /finite number, found "0x10"/],
  ['an empty score', 'q\tQ0\ta\t1\t\tt\n', /finite number, found ""/],
  ['an empty document id', 'q\tQ0\t\t1\t0.5\tt\n', /:1: the document id is empty/],
  ['an empty topic id', '\tQ0\td\t1\t0.5\tt\n', /:1: the topic id is empty/],
  [
    'a document twice',
    'q Q0 a 1 2 t\nq Q0 b 2 1 t\nq Q0 a 3 0 t\n',
    /:3: document "a" occurs twice in topic "q"; it stands in line 1 as well.*Keep one/,
  ],
  ['a zero byte', 'q Q0 a\0b 1 2 t\n', /is not a text file: it holds a zero byte/],
  ['an id that is not UTF-8', Buffer.from('q Q0 \xe9 1 2 t\n', 'latin1'), /:1: a document id of topic "q" is not UTF-8/],
  ['a topic that is not UTF-8', Buffer.from('\xe9 Q0 a 1 2 t\n', 'latin1'), /:1: the topic id is not UTF-8/],
  ['gzip that breaks off', gzipSync(simple.repeat(1000)).subarray(0, 60), /is gzip that breaks off before its end.*again/],
  ['damaged gzip', Buffer.concat([gzipSync(simple).subarray(0, 12), Buffer.alloc(40, 255)]), /gzip with damaged data|breaks off/],
  ['a line without end', 'x'.repeat((1 << 20) + 10), /:1: the line has more than 1048576 bytes/],
];

for (const [what, content, message] of refusals) {
  test(`${what} is refused, with the place`, () => assert.rejects(read(content), failure('data', message)));
}

test('a file that isn’t there and a folder are refused by name', async () => {
  await assert.rejects(gather(readTrecRunTopics(join(folder, 'nothing'))), failure('data', /nothing: there is no such file/));
  await assert.rejects(gather(readTrecRunTopics(folder)), failure('data', /is a folder, not a file/));
});

test('reading can be stopped', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await assert.rejects(gather(readTrecRunTopics(fileWith(folder, simple), { signal })), /enough/);
});

test('what is written is TREC text, one space between columns', async () => {
  const path = join(folder, 'written.trec');
  await writeTrecRun(
    path,
    runOf(
      [
        [
          'q1',
          [
            ['a', 0.5],
            ['b', 0.25],
          ],
        ],
        ['q2', []],
        ['q3', [['a', 1]]],
      ],
      'bm25',
    ),
  );
  assert.equal(readFileSync(path, 'utf8'), 'q1 Q0 a 1 0.5 bm25\nq1 Q0 b 2 0.25 bm25\nq3 Q0 a 1 1 bm25\n');
});

test('white space in any id or in the name makes tabs of all separators', async () => {
  const path = join(folder, 'tabs.trec');
  for (const [topic, document, name] of [
    ['q 1', 'a', 't'],
    ['q1', 'a　b', 't'],
    ['q1', 'a', 'my system'],
  ] as const) {
    await writeTrecRun(path, runOf([[topic, [[document, 1]]]], name));
    assert.equal(readFileSync(path, 'utf8'), `${topic}\tQ0\t${document}\t1\t1\t${name}\n`);
  }
});

test('what could not be read back is not written, and nothing is left behind', async () => {
  const path = join(folder, 'refused.trec');
  for (const id of ['', 'a\tb', 'a\nb', 'a\rb', 'a\0b', '\ud800']) {
    await assert.rejects(writeTrecRun(path, runOf([['q', [[id, 1]]]])), failure('data', /document id can't be written in a TREC run/));
    await assert.rejects(writeTrecRun(path, runOf([[id, [['d', 1]]]])), failure('data', /topic id can't be written in a TREC run/));
  }
  await assert.rejects(writeTrecRun(path, runOf([['q', [['d', Number.NaN]]]])), failure('data', /the score of document "d" is NaN/));
  assert.throws(() => readFileSync(path));
});

/** Any text that may be an id. */
const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter((text) => !/[\t\n\r\0]/.test(text));
const score = fc.double({ noNaN: true, noDefaultInfinity: true });
const anyRun = (scores: fc.Arbitrary<number>): fc.Arbitrary<PlainRun> => {
  const documents = fc.uniqueArray(fc.tuple(id, scores), { selector: ([id]) => id, minLength: 1, maxLength: 6 });
  return fc.uniqueArray(fc.tuple(id, documents), { selector: ([topic]) => topic, minLength: 1, maxLength: 5 });
};

test('any run comes back from its file, id by id and bit by bit', async () => {
  await fc.assert(
    fc.asyncProperty(anyRun(score), async (rows) => {
      const path = join(folder, 'round-trip.trec');
      await writeTrecRun(path, runOf(rows));
      const back = plain(await readRun(path));
      assert.deepEqual(
        back.map(([topic, documents]) => [topic, documents.map(([id]) => id)]),
        rows.map(([topic, documents]) => [topic, documents.map(([id]) => id)]),
      );
      for (const [at, [, documents]] of rows.entries()) {
        const asFloat32 = documents.every(([, score]) => Math.fround(score) === score);
        for (const [row, [, score]] of documents.entries()) {
          const found = back[at]![1][row]![1];
          assert.equal((asFloat32 ? Math.fround(found) : found) + 0, score + 0);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('the reader’s short way and its general way agree', async () => {
  const plainId = fc.stringMatching(/^[!-~é😀]{1,8}$/u);
  const documents = fc.uniqueArray(fc.tuple(plainId, score), { selector: ([id]) => id, minLength: 1, maxLength: 6 });
  const run = fc.uniqueArray(fc.tuple(plainId, documents), { selector: ([topic]) => topic, minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(run, async (rows) => {
      const lines = (gap: string): string =>
        rows.flatMap(([topic, list]) => list.map(([id, score]) => [topic, 'Q0', id, '1', String(score), 't'].join(gap))).join('\n');
      fc.pre(!lines(' ').includes('#'));
      assert.deepEqual(await read(lines(' ')), await read(lines('  ')));
    }),
    { numRuns: 100 },
  );
});

test('rankings that are kept stay as they were read, however many follow', async () => {
  const line = (topic: number, rank: number): string => `q${topic} Q0 document-${topic}-${rank} ${rank} ${1 / rank} x\n`;
  const topics = Array.from({ length: 60 }, (_, topic) => topic);
  const depths = topics.map((topic) => (topic % 7 === 0 ? 3000 : 1 + ((topic * 37) % 400)));
  const check = async (content: string): Promise<void> => {
    const kept = new Map<string, PackedRanking>();
    for await (const { topic, ranking } of readTrecRunTopics(fileWith(folder, content))) kept.set(topic, ranking);
    for (const topic of topics) {
      const ranking = kept.get(`q${topic}`)!;
      const { ids, scores } = unpackRanking(ranking);
      assert.deepEqual(
        ids,
        Array.from({ length: depths[topic]! }, (_, at) => `document-${topic}-${at + 1}`),
      );
      assert.deepEqual([...scores], ids.map((_, at) => 1 / (at + 1))); // biome-ignore format: one comparison
      assert.deepEqual([...ranking.index.find(packIds(['none', ids[0]!, ids.at(-1)!])!)], [-1, 0, ids.length - 1]);
    }
    // Where rankings are not kept, each is whole until the next one is asked for.
    for await (const { topic, ranking } of readTrecRunTopics(fileWith(folder, content), { transient: true })) {
      const whole = kept.get(topic)!;
      if (ranking.count === whole.count) assert.deepEqual(unpackRanking(ranking), unpackRanking(whole));
      assert.deepEqual(Array.from(ranking.index.find(ranking)), [...unpackRanking(ranking).ids.keys()]);
    }
  };
  await check(topics.map((topic) => Array.from({ length: depths[topic]! }, (_, at) => line(topic, at + 1)).join('')).join(''));
  // Line by line from every topic in turn, so that all have to be kept side by side.
  const deepest = Math.max(...depths);
  await check(Array.from({ length: deepest }, (_, at) => topics.filter((topic) => at < depths[topic]!).map((topic) => line(topic, at + 1)).join('')).join('')); // biome-ignore format: one text
});
