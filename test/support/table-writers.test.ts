import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { RecordBatchReader, tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { BrightlineError } from '../../src/errors.ts';
import { writeArrowTable } from '../../src/support/arrow-table-writer.ts';
import { gatherRows } from '../../src/support/gather-rows.ts';
import { writeParquetTable } from '../../src/support/parquet-table-writer.ts';
import type { TableHead, TableRows } from '../../src/support/table.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;
const newPath = (): string => join(folder, `table-${files++}`);

const head: TableHead = {
  columns: { id: 'id', text: 'text', rank: 'integer', score: 'number' },
  metadata: { 'brightline.table': 'test', 'brightline.split': 'Größe' },
};

type Plain = Readonly<Record<string, unknown>>;
const plainRows = (names: readonly string[], pieces: readonly TableRows[]): readonly Plain[] =>
  pieces.flatMap((columns) =>
    Array.from({ length: columns[0]!.length }, (_, row) => Object.fromEntries(names.map((name, at) => [name, columns[at]![row]]))),
  );

interface Reread {
  readonly rows: readonly Plain[];
  readonly metadata: Readonly<Record<string, string>>;
}

function readArrow(path: string): Reread {
  const table = tableFromIPC(readFileSync(path));
  return {
    rows: table.toArray().map((row: { toJSON(): Plain }) => ({ ...row.toJSON() })),
    metadata: Object.fromEntries(table.schema.metadata),
  };
}

async function readParquet(path: string): Promise<Reread> {
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { key_value_metadata: pairs = [] } = parquetMetadata(file);
  return {
    rows: (await parquetReadObjects({ file, compressors })) as Plain[],
    metadata: Object.fromEntries(pairs.map(({ key, value }) => [key, value ?? ''])),
  };
}

const forms = [
  { name: 'Arrow', write: writeArrowTable, read: async (path: string) => readArrow(path) },
  { name: 'Parquet', write: writeParquetTable, read: readParquet },
] as const;

for (const { name, write, read } of forms) {
  test(`${name}: ids in any script, empty texts and every digit come back, with the metadata`, async () => {
    const path = newPath();
    const pieces: readonly TableRows[] = [
      [['a', 'é😀', '文書 1'], ['', 'ein\nText', 'нет'], Int32Array.of(1, -2, 2147483647), [0.1, -1e-300, 12345678.125]],
      [[], [], [], []],
      [['\u202e"\\'], ['x'.repeat(10_000)], [0], Float64Array.of(-0.5)],
    ];
    assert.deepEqual(await write(path, head, pieces), { rows: 4, repaired: 0 });
    assert.deepEqual(await read(path), { rows: plainRows(Object.keys(head.columns), pieces), metadata: head.metadata });
  });

  test(`${name}: a table without rows has its columns`, async () => {
    const path = newPath();
    assert.deepEqual(await write(path, head, []), { rows: 0, repaired: 0 });
    assert.deepEqual(await read(path), { rows: [], metadata: head.metadata });
  });

  test(`${name}: whatever is cut into whatever pieces comes back`, async () => {
    const row = fc.record({
      id: fc.string({ unit: 'grapheme', minLength: 1 }),
      text: fc.string({ unit: 'grapheme' }),
      rank: fc.integer(),
      score: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    const wellFormed = row.filter(({ id, text }) => !/\p{Surrogate}/u.test(id + text) && !id.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(wellFormed, { maxLength: 5 }), { maxLength: 5 }), async (pieces) => {
        const path = newPath();
        const columns = pieces.map(
          (rows): TableRows => [
            rows.map(({ id }) => id),
            rows.map(({ text }) => text),
            rows.map(({ rank }) => rank),
            rows.map(({ score }) => score),
          ],
        );
        await write(path, head, columns);
        assert.deepEqual(
          (await read(path)).rows,
          pieces.flat().map((one) => ({ ...one })),
        );
      }),
      { numRuns: 30 },
    );
  });

  test(`${name}: half a surrogate pair in a text becomes U+FFFD and is counted; neighbours are not joined`, async () => {
    const path = newPath();
    const texts = { columns: { text: 'text' }, metadata: {} } as const;
    assert.deepEqual(await write(path, texts, [[['a\ud83d', '\ude00b', '😀']]]), { rows: 3, repaired: 2 });
    assert.deepEqual(
      (await read(path)).rows.map(({ text }) => text),
      ['a\ufffd', '\ufffdb', '😀'],
    );
  });

  const refused: readonly (readonly [what: string, rows: TableRows, message: RegExp])[] = [
    ['an empty id', [[''], [''], [0], [0]], /id: an id can't be written in a table: ""/],
    ['half a pair in an id', [['\ud800'], [''], [0], [0]], /id: an id can't be written/],
    ['a zero character in an id', [['a\0'], [''], [0], [0]], /id: an id can't be written/],
    ['a fraction', [['a'], [''], [0.5], [0]], /rank: 0.5 was found, where a whole number/],
    ['more than 32 bits', [['a'], [''], [2 ** 31], [0]], /rank: 2147483648 was found/],
    ['no number', [['a'], [''], [0], [Number.NaN]], /score: NaN was found, where a finite number/],
  ];
  for (const [what, rows, message] of refused) {
    test(`${name}: ${what} is refused, and no file appears`, async () => {
      const path = newPath();
      const before = readdirSync(folder);
      await assert.rejects(write(path, head, [[['good'], [''], [0], [0]], rows]), (error: unknown) => {
        assert.ok(error instanceof BrightlineError && error.kind === 'data');
        assert.match(error.message, message);
        return true;
      });
      assert.deepEqual(readdirSync(folder), before);
    });
  }

  test(`${name}: a source that breaks off leaves nothing behind`, async () => {
    const before = readdirSync(folder);
    async function* breaking(): AsyncGenerator<TableRows> {
      yield [['a'], [''], [0], [0]];
      throw new Error('broken off');
    }
    await assert.rejects(write(newPath(), head, breaking()), /broken off/);
    assert.deepEqual(readdirSync(folder), before);
  });
}

test('rows are cut into pieces by their number and by their characters', async () => {
  const ids = { columns: { id: 'id' }, metadata: {} } as const;
  const lengthsOf = async (rows: Iterable<TableRows>): Promise<number[]> => {
    const lengths: number[] = [];
    for await (const { length } of gatherRows(ids, rows)) lengths.push(length);
    return lengths;
  };
  assert.deepEqual(await lengthsOf([[Array.from({ length: 150_000 }, (_, at) => `d${at}`)]]), [65_536, 65_536, 18_928]);
  const long = 'x'.repeat(1 << 22);
  assert.deepEqual(await lengthsOf(Array.from({ length: 9 }, () => [[long]])), [4, 4, 1]);
});

test('Arrow: a table of several batches is read batch by batch', async () => {
  const path = newPath();
  function* rows(): Generator<TableRows> {
    for (let at = 0; at < 140; at++) yield [Array.from({ length: 1000 }, (_, row) => `d${at * 1000 + row}`)];
  }
  await writeArrowTable(path, { columns: { id: 'id' }, metadata: {} }, rows());
  const handle = await open(path);
  try {
    const reader = await RecordBatchReader.from(handle);
    const lengths: number[] = [];
    for await (const batch of reader) lengths.push(batch.numRows);
    assert.deepEqual(lengths, [65_536, 65_536, 8928]);
  } finally {
    await handle.close().catch(() => {});
  }
  assert.ok(statSync(path).size > 140_000 * 5);
});
