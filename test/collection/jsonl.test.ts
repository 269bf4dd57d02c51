import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readJsonLines } from '../../src/collection/jsonl.ts';
import { type Columns, countRows } from '../../src/collection/rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, fails } from './fails.ts';

const path = join(temporaryFolder(), 'file.jsonl');
const options = { shownAs: 'docs.jsonl', repair: '' };

async function read<Wanted extends Columns>(content: string | Uint8Array, wanted: Wanted): Promise<unknown[]> {
  writeFileSync(path, content);
  return (await collect(readJsonLines(path, wanted, options))).flatMap(({ rows }) => rows);
}

test('rows come back as they were written, plain or gzipped, over the ends of chunks', async () => {
  const row = fc.record({ id: fc.string({ unit: 'binary' }), list: fc.array(fc.string()) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 20 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.boolean(),
      async (rows, lineBreak, mark, last) => {
        const clean = rows.map(({ id, list }) => ({ id: id, list: list.map((text) => text) }));
        const text = `${mark ? '\uFEFF' : ''}${clean.map((value) => JSON.stringify(value)).join(lineBreak)}${last ? lineBreak : ''}`;
        assert.deepEqual(await read(text, { id: 'text', list: 'texts' }), clean);
        assert.deepEqual(await read(gzipSync(text), { id: 'text', list: 'texts' }), clean);
      },
    ),
    { numRuns: 60 },
  );
});

test('characters and lines that lie over the ends of chunks are whole', async () => {
  const rows = Array.from({ length: 400 }, (_, at) => ({ id: `${at}`, content: `${'x'.repeat(at % 7)}${'é😀'.repeat(500)}` }));
  assert.deepEqual(await read(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { id: 'text', content: 'text' }), rows);
});

test('empty lines are passed over, and lines keep their numbers', async () => {
  writeFileSync(path, '\n{"id":"a"}\n\n  \n{"id":"b"}\n\n');
  const [batch] = await collect(readJsonLines(path, { id: 'text' }, options));
  assert.deepEqual(batch!.rows, [{ id: 'a' }, { id: 'b' }]);
  assert.equal(batch!.place(1), 'docs.jsonl:5');
  assert.equal(await countRows(path, options), 2);
});

test('an empty file has no rows', async () => {
  assert.deepEqual(await read('', { id: 'text' }), []);
  assert.deepEqual(await read('\uFEFF\r\n', { id: 'text' }), []);
});

test('optional values may be absent or null', async () => {
  assert.deepEqual(await read('{"id":"a"}\n{"id":"b","grades":null}\n{"id":"c","grades":[1,2]}', { id: 'text', grades: 'numbers?' }), [
    { id: 'a', grades: undefined },
    { id: 'b', grades: undefined },
    { id: 'c', grades: [1, 2] },
  ]);
});

test('what is wrong is told with file and line', async () => {
  const cases: [string | Buffer, RegExp][] = [
    ['{"id":"a","list":[]}\n{"id":', /^docs\.jsonl:2:7: the JSON breaks off: expected the end of the object$/],
    ['{"id":"a","list":[]}\n["a"]', /docs\.jsonl:2: expected an object of id, list, found/],
    ['null', /docs\.jsonl:1: expected an object/],
    ['{"list":[]}', /docs\.jsonl:1: id: expected a text, found nothing/],
    ['{"id":7,"list":[]}', /docs\.jsonl:1: id: expected a text, found the number "7"/],
    ['{"id":"a","list":"b"}', /docs\.jsonl:1: list: expected a list of texts, found the text "b"/],
    ['{"id":"a","list":["b",1,null]}', /docs\.jsonl:1: list: expected a list of texts, found a list of string and number and nothing/],
    [Buffer.from('{"id":"\xff"}', 'latin1'), /^docs\.jsonl:1: the line is not UTF-8: byte 8 of 10 is 0xff$/],
  ];
  for (const [content, message] of cases) await fails(() => read(content, { id: 'text', list: 'texts' }), 'data', message);
});

test('names that every object has are not taken for columns', async () => {
  await fails(() => read('{}', { ...{ constructor: 'text' as const } }), 'data', /constructor: expected a text, found nothing/);
});

test('gzip that breaks off and files that are missing are named', async () => {
  await fails(() => read(gzipSync('{"id":"a"}\n'.repeat(100)).subarray(0, 30), { id: 'text' }), 'data', /file\.jsonl/);
  await fails(() => collect(readJsonLines(`${path}.none`, { id: 'text' }, options)), 'data', /no such file/);
});

test('an aborted signal stops the reading', async () => {
  writeFileSync(path, '{"id":"a"}\n');
  await fails(
    () => collect(readJsonLines(path, { id: 'text' }, { ...options, signal: AbortSignal.abort() })),
    'interrupted',
    /interrupted/,
  );
});

test('where JSON breaks is told with the column in bytes and what was expected', async () => {
  const cases: [string, RegExp][] = [
    ['{"id":"é" "list":[]}', /^docs\.jsonl:1:12: is not JSON: expected , or \}, found "\\"list\\":\[\]\}"$/],
    ['{"id":"a",}', /^docs\.jsonl:1:11: is not JSON: expected a name in quotes, found "\}"$/],
    ['{"id":"a"} {"id":"b"}', /^docs\.jsonl:1:12: is not JSON: expected nothing, found/],
    ["{'id':'a'}", /^docs\.jsonl:1:2: is not JSON: expected a name in quotes or \}, found/],
    ['{"id":"a\tb"}', /^docs\.jsonl:1:9: is not JSON: expected no control character within a text, found "\\tb\\"\}"$/],
    ['{"id":"a\0b"}', /^docs\.jsonl:1:9: is not JSON: expected no control character within a text, found "\\u0000b/],
    ['\0\0\0', /^docs\.jsonl:1:1: is not JSON: expected a value, found "\\u0000/],
    ['{"id":NaN}', /^docs\.jsonl:1: is not JSON: "\{\\"id\\":NaN\}"$/],
  ];
  for (const [content, message] of cases) await fails(() => read(content, { id: 'text' }), 'data', message);
});

test('a zero character that JSON escapes is a character like any other', async () => {
  assert.deepEqual(await read('{"id":"a\\u0000b"}', { id: 'text' }), [{ id: 'a\0b' }]);
});

test('half a surrogate pair is refused where a wanted column holds it; whole pairs are characters', async () => {
  assert.deepEqual(await read('{"id":"\\ud83d\\uDE00"}', { id: 'text' }), [{ id: '😀' }]);
  assert.deepEqual(await read('{"id":"a","other":"\\ud83d"}', { id: 'text' }), [{ id: 'a' }]);
  await fails(
    () => read('{"id":"a","list":[]}\n{"id":"ab\\ude00","list":[]}', { id: 'text', list: 'texts' }),
    'data',
    /^docs\.jsonl:2: id: the text holds \\ude00, half a surrogate pair, as its character 3$/,
  );
  await fails(() => read('{"id":"a","list":["x","\\uD83D"]}', { id: 'text', list: 'texts' }), 'data', /:1: list: the text holds \\ud83d/);
});

test('UTF-16 is told as what it is', async () => {
  const utf16 = Buffer.from('\uFEFF{"id":"a"}\n', 'utf16le');
  await fails(() => read(utf16, { id: 'text' }), 'data', /^docs\.jsonl:1: the line is not UTF-8: byte 1 of \d+ is 0xff$/, /UTF-16/);
});

test('a broken line 1,000,001 is found, with its number', { timeout: 60_000 }, async () => {
  const block = '{"id":"a"}\n'.repeat(100_000);
  writeFileSync(path, `${block.repeat(10)}{"id":"a"\n${block}`);
  let rows = 0;
  await fails(
    async () => {
      for await (const batch of readJsonLines(path, { id: 'text' }, options)) rows += batch.rows.length;
    },
    'data',
    /^docs\.jsonl:1000001:10: the JSON breaks off: expected the end of the object$/,
  );
  assert.equal(rows, 1_000_000);
  assert.equal(await countRows(path, options), 1_100_001, 'counting looks at no row');
});

test('rows are counted as they are read', async () => {
  const line = fc.constantFrom('{"id":"a"}', '', ' ', '\t', '{"id":"b"}  ', ' {"id":"c"}');
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.boolean(), async (lines, lineBreak, mark) => {
      const rows = await read(`${mark ? '\uFEFF' : ''}${lines.join(lineBreak)}`, { id: 'text' });
      assert.equal(await countRows(path, options), rows.length);
    }),
    { numRuns: 80 },
  );
});
