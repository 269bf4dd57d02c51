import {
  AsyncByteQueue,
  type Data,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
} from 'apache-arrow';
import { writeFileAtomically } from './atomic-file.ts';
import { gatherRows } from './gather-rows.ts';
import type { ColumnKind, TableHead, TableRows, WrittenTable } from './table.ts';

const types = { id: () => new Utf8(), text: () => new Utf8(), integer: () => new Int32(), number: () => new Float64() } as const;

/**
 * Writes a table as an Arrow IPC file, which pandas, polars and DuckDB read: UTF-8, int32 and float64 columns without nulls, the metadata with the
 * schema, in record batches of at most 65,536 rows and some 16 million characters, one of which is in memory. The file appears whole or not at all.
 *
 * @throws what `gatherRows` does, and `data` error where the file can't be written.
 */
export async function writeArrowTable(
  path: string,
  head: TableHead,
  rows: AsyncIterable<TableRows> | Iterable<TableRows>,
): Promise<WrittenTable> {
  const kinds = Object.values(head.columns);
  const fields = Object.entries(head.columns).map(([name, kind]) => new Field(name, types[kind](), false));
  const schema = new Schema(fields, new Map(Object.entries(head.metadata)));
  let written = 0;
  let repaired = 0;
  await writeFileAtomically(path, async (write) => {
    const sink = new Chunks();
    const writer = new RecordBatchFileWriter();
    writer.reset(sink, schema);
    for await (const { length, columns, broken } of gatherRows(head, rows)) {
      const children = columns.map((cells, at) => columnData(kinds[at]!, cells));
      writer.write(new RecordBatch(schema, makeData({ type: new Struct(fields), length, nullCount: 0, children })));
      for (const chunk of sink.take()) await write(chunk);
      written += length;
      repaired += broken;
    }
    writer.finish();
    for (const chunk of sink.take()) await write(chunk);
  });
  return { rows: written, repaired };
}

/** Keeps what apache-arrow writes until it is taken, so that no more than a batch waits in memory. */
class Chunks extends AsyncByteQueue {
  #chunks: Uint8Array[] = [];

  override write(chunk: Parameters<AsyncByteQueue['write']>[0]): void {
    if (chunk instanceof Uint8Array && chunk.byteLength > 0) this.#chunks.push(chunk);
  }

  take(): readonly Uint8Array[] {
    const taken = this.#chunks;
    this.#chunks = [];
    return taken;
  }
}

function columnData(kind: ColumnKind, cells: readonly string[] | readonly number[]): Data {
  const { length } = cells;
  if (kind === 'integer') return makeData({ type: new Int32(), length, data: Int32Array.from(cells as readonly number[]) });
  if (kind === 'number') return makeData({ type: new Float64(), length, data: Float64Array.from(cells as readonly number[]) });
  return textData(cells as readonly string[]);
}

/** Texts are encoded one by one: joined, two halves of a surrogate pair from neighbours would become one character. */
function textData(cells: readonly string[]): Data<Utf8> {
  const valueOffsets = new Int32Array(cells.length + 1);
  for (const [at, cell] of cells.entries()) valueOffsets[at + 1] = valueOffsets[at]! + Buffer.byteLength(cell, 'utf8');
  const data = Buffer.allocUnsafe(valueOffsets[cells.length]!);
  for (const [at, cell] of cells.entries()) data.write(cell, valueOffsets[at]!, 'utf8');
  return makeData({ type: new Utf8(), length: cells.length, valueOffsets, data });
}
