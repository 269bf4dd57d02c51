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
    ['{"id":"a","list":[]}\n{"id":', /docs\.jsonl:2: is not JSON: "\{\\"id\\":"/],
    ['{"id":"a","list":[]}\n["a"]', /docs\.jsonl:2: expected an object of id, list, found/],
    ['null', /docs\.jsonl:1: expected an object/],
    ['{"list":[]}', /docs\.jsonl:1: id: expected a text, found nothing/],
    ['{"id":7,"list":[]}', /docs\.jsonl:1: id: expected a text, found the number "7"/],
    ['{"id":"a","list":"b"}', /docs\.jsonl:1: list: expected a list of texts, found the text "b"/],
    ['{"id":"a","list":["b",1,null]}', /docs\.jsonl:1: list: expected a list of texts, found a list of string and number and nothing/],
    [Buffer.from('{"id":"\xff"}', 'latin1'), /docs\.jsonl:1: the line is not UTF-8/],
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
