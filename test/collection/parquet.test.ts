import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { countParquetRows, readParquet } from '../../src/collection/parquet.ts';
import type { Columns } from '../../src/collection/rows.ts';
import { BrightlineError } from '../../src/errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, fails } from './fails.ts';
import { type FixtureOptions, parquetFixture } from './parquet-fixture.ts';

const folder = temporaryFolder();
const options = { shownAs: 'docs.parquet', repair: 'Get it again.' };
const damagedPath = join(folder, 'damaged.parquet');
const documents = { id: 'text', content: 'text' } as const;
let files = 0;

function write(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.parquet`);
  writeFileSync(path, bytes);
  return path;
}

async function read<Wanted extends Columns>(bytes: Uint8Array, wanted: Wanted): Promise<unknown[]> {
  return (await collect(readParquet(write(bytes), wanted, options))).flatMap(({ rows }) => rows);
}

test('texts come back as they were written, whatever the pages and groups of rows', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\uFEFFmark', 'é\u0000ü', '😀'.repeat(50), 'same'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 60 }),
      fc.record({ rowGroupSize: fc.integer({ min: 1, max: 70 }), pageSize: fc.integer({ min: 1, max: 400 }) }),
      fc.constantFrom('SNAPPY', 'UNCOMPRESSED'),
      async (pairs, sizes, codec) => {
        const rows = pairs.map(([id, content]) => ({ id: id, content: content }));
        const columns = { id: rows.map(({ id }) => id), other: rows.map(() => 'unwanted'), content: rows.map(({ content }) => content) };
        const settings: FixtureOptions = { ...sizes, codec: codec === 'SNAPPY' ? 'SNAPPY' : 'UNCOMPRESSED' };
        assert.deepEqual(await read(parquetFixture(columns, settings), documents), rows);
      },
    ),
    { numRuns: 60 },
  );
});

test('lists of texts and numbers are read', async () => {
  const columns = { id: ['a', 'b', 'c'], gold: [['x', 'é y'], [], ['z']], grades: [[2, 1], [], [-3]] };
  for (const rowGroupSize of [1, 2, 3]) {
    assert.deepEqual(await read(parquetFixture(columns, { rowGroupSize }), { id: 'text', gold: 'texts', grades: 'numbers?' }), [
      { id: 'a', gold: ['x', 'é y'], grades: [2, 1] },
      { id: 'b', gold: [], grades: [] },
      { id: 'c', gold: ['z'], grades: [-3] },
    ]);
  }
});

test('a byte order mark within a list stays', async () => {
  assert.deepEqual(await read(parquetFixture({ gold: [['\uFEFFx']] }), { gold: 'texts' }), [{ gold: ['\uFEFFx'] }]);
});

test('an optional column may be absent', async () => {
  const bytes = parquetFixture({ id: ['a'], gold: [['x']] });
  assert.deepEqual(await read(bytes, { id: 'text', gold: 'texts', grades: 'numbers?' }), [{ id: 'a', gold: ['x'] }]);
  assert.deepEqual(await read(bytes, { id: 'text', note: 'text?' }), [{ id: 'a' }]);
});

test('batches are bounded by rows and by bytes, and know where their rows stand', async () => {
  const ids = Array.from({ length: 2500 }, (_, at) => `d${at}`);
  const small = await collect(readParquet(write(parquetFixture({ id: ids })), { id: 'text' }, options));
  assert.deepEqual(
    small.map(({ rows }) => rows.length),
    [1000, 1000, 500],
  );
  assert.equal(small[2]!.place(499), 'docs.parquet: row 2500');
  const large = parquetFixture({ id: ids.slice(0, 10), content: ids.slice(0, 10).map((id) => id.repeat(1 << 20)) }, { rowGroupSize: 10 });
  const batches = await collect(readParquet(write(large), documents, options));
  assert.ok(batches.length > 1);
  assert.equal(batches.flatMap(({ rows }) => rows).length, 10);
});

test('rows are counted from the footer', async () => {
  assert.equal(await countParquetRows(write(parquetFixture({ id: ['a', 'b', 'c'] }, { rowGroupSize: 2 })), options), 3);
});

test('missing columns and columns of another type are told with all that there are', async () => {
  const bytes = parquetFixture({ id: ['a'], text: ['x'], gold: [['x']], grades: [[1]] });
  await fails(
    () => read(bytes, documents),
    'data',
    /^docs\.parquet: the columns id \(text\), content \(text\) were expected; found id \(text\), text \(text\), gold \(texts\), grades \(numbers\)$/,
    /Get it again/,
  );
  await fails(() => read(bytes, { gold: 'text' }), 'data', /gold \(text\) were expected/);
  await fails(() => read(bytes, { text: 'texts' }), 'data', /text \(texts\) were expected/);
  await fails(() => read(bytes, { text: 'numbers?' }), 'data', /text \(numbers\?\) were expected/);
});

test('a value that is absent is told with its row', async () => {
  const bytes = parquetFixture({ id: ['a', 'b'], content: ['x', null] });
  await fails(() => read(bytes, documents), 'data', /docs\.parquet: row 2: content: expected a text, found nothing/);
  assert.deepEqual(await read(bytes, { id: 'text', content: 'text?' }), [
    { id: 'a', content: 'x' },
    { id: 'b', content: undefined },
  ]);
});

test('a text that is not UTF-8 is told with its row', async () => {
  const bytes = parquetFixture({ id: ['a', 'b1b1b1'] }, { codec: 'UNCOMPRESSED' });
  const at = bytes.indexOf('b1b1b1');
  bytes[at] = 0xff;
  await fails(() => read(bytes, { id: 'text' }), 'data', /row 2: id: the text is not UTF-8: byte 1 of 6 is 0xff$/);
});

test('a file of no rows has no rows', async () => {
  for (const rowGroupSize of [1, 1000]) {
    const bytes = parquetFixture({ id: [], content: [] }, { rowGroupSize });
    assert.deepEqual(await read(bytes, documents), []);
    assert.equal(await countParquetRows(write(bytes), options), 0);
  }
});

test('a file that is no Parquet file, or was cut off, says so and what to do', async () => {
  const bytes = parquetFixture({ id: ['a'], content: ['x'.repeat(1000)] }, { codec: 'UNCOMPRESSED' });
  const parquet = /docs\.parquet: can't be read as Parquet/;
  await fails(() => read(Buffer.from('hello, this is text'), documents), 'data', /19 bytes don't end in PAR1/, /Get it again/);
  await fails(() => read(Buffer.alloc(0), documents), 'data', parquet);
  await fails(() => read(bytes.subarray(0, -1), documents), 'data', parquet);
  await fails(() => read(Buffer.concat([bytes.subarray(0, 4), bytes.subarray(800)]), documents), 'data', /damaged/, /Get it again/);
  await fails(() => collect(readParquet(join(folder, 'none.parquet'), documents, options)), 'data', /can't be opened.*ENOENT/);
});

test('a file that breaks off anywhere is told, never read as a smaller one', async () => {
  const columns = { id: ['a', 'b', 'c', 'd'], content: ['one', 'two', 'three', 'two'], gold: [['x'], [], ['y', 'z'], ['x']] };
  const whole = parquetFixture(columns, { rowGroupSize: 3 });
  for (let length = 0; length < whole.length; length += 7) {
    await fails(() => read(whole.subarray(0, length), documents), 'data', /^docs\.parquet: /, /Get it again/);
    await fails(() => countParquetRows(write(whole.subarray(0, length)), options), 'data', /^docs\.parquet: /);
  }
});

test('a file with any one byte damaged is read or refused, and never read without end', { timeout: 300_000 }, async () => {
  const texts = parquetFixture({ id: ['a', 'b', 'c', 'd', 'e', 'f'], content: ['same', null, 'same', 'x', 'same', 'same'] });
  const lists = parquetFixture({ id: ['a', 'b'], gold: [['x', 'y'], []], grades: [[2, 1], []] }, { rowGroupSize: 1 });
  const optional = { id: 'text', content: 'text?' } as const;
  let refused = 0;
  for (const [whole, wanted] of [
    [texts, optional],
    [lists, { gold: 'texts', grades: 'numbers?' }],
  ] as const) {
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0xff, whole[at]! ^ 0x80, whole[at]! ^ 1]) {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        writeFileSync(damagedPath, bytes);
        try {
          await collect(readParquet<Columns>(damagedPath, wanted, options));
        } catch (error) {
          assert.ok(error instanceof BrightlineError && error.kind === 'data', `byte ${at} as ${value}: ${(error as Error).stack}`);
          refused++;
        }
      }
    }
  }
  assert.ok(refused > 800);
});

test('a footer whose counts disagree is refused', async () => {
  const bytes = parquetFixture({ id: Array.from({ length: 77 }, () => 'a') });
  // Counts are written as zigzag numbers: 77 is 0x9a 0x01. The file's own count comes first, behind the schema; then each group's.
  const first = bytes.indexOf(Buffer.from([0x16, 0x9a, 0x01]));
  assert.ok(first > 0);
  bytes[first + 1] = 0x9c;
  await fails(() => read(bytes, { id: 'text' }), 'data', /can't be read as Parquet: its footer counts/, /Get it again/);
});

test('an aborted signal stops the reading', async () => {
  const path = write(parquetFixture({ id: ['a'], gold: [['x']] }));
  const stopped = { ...options, signal: AbortSignal.abort() };
  await fails(() => collect(readParquet(path, { id: 'text' }, stopped)), 'interrupted', /interrupted/);
  await fails(() => collect(readParquet(path, { gold: 'texts' }, stopped)), 'interrupted', /interrupted/);
});
