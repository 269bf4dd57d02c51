import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { writeFileAtomically } from './atomic-file.ts';
import { gatherRows } from './gather-rows.ts';
import type { ColumnKind, TableHead, TableRows, WrittenTable } from './table.ts';
import { version } from './version.ts';

const types: Readonly<Record<ColumnKind, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  id: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
};

/**
 * Writes a table as a Parquet file (Snappy): required columns of UTF-8, int32 and float64, the metadata as keys and values of the footer, in groups of
 * at most 65,536 rows and some 16 million characters, one of which is in memory. The file appears whole or not at all.
 *
 * @throws what `gatherRows` does, and `data` error where the file can't be written.
 */
export async function writeParquetTable(
  path: string,
  head: TableHead,
  rows: AsyncIterable<TableRows> | Iterable<TableRows>,
): Promise<WrittenTable> {
  const columns = Object.entries(head.columns);
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(([name, kind]) => ({ name, repetition_type: 'REQUIRED' as const, ...types[kind] })),
  ];
  const kvMetadata = Object.entries(head.metadata).map(([key, value]) => ({ key, value }));
  let written = 0;
  let repaired = 0;
  await writeFileAtomically(path, async (write) => {
    const bytes = new ByteWriter();
    const writer = new ParquetWriter({ writer: bytes, schema, kvMetadata, createdBy: `brightline ${version()}` });
    const drain = async (): Promise<void> => {
      await write(bytes.getBytes());
      bytes.index = 0;
    };
    for await (const { length, columns: cells, broken } of gatherRows(head, rows)) {
      await writer.write({
        columnData: columns.map(([name, kind], at) => ({ name, data: cells[at]!, ...encodingOf(kind, cells[at]!) })),
        rowGroupSize: length,
      });
      await drain();
      written += length;
      repaired += broken;
    }
    await writer.finish();
    await drain();
  });
  return { rows: written, repaired };
}

/** A dictionary would hold 0 and −0 as one. */
function encodingOf(kind: ColumnKind, cells: readonly unknown[]): { readonly encoding?: 'PLAIN' } {
  return kind === 'number' && cells.some((cell) => Object.is(cell, -0)) ? { encoding: 'PLAIN' } : {};
}
