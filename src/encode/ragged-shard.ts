import type { FileHandle } from 'node:fs/promises';
import {
  type Data,
  type DataType,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Uint32,
} from 'apache-arrow';
import type { Numbers, RaggedColumn, RaggedRows } from './ragged-rows.ts';
import { countColumn, noShard, type OpenedShard, readBuffer, readCounts, readFully, readShardFile, writeShardFile } from './shard-file.ts';
import { keyLength } from './text-keys.ts';

/** What a shard holds but for the entries themselves, which stay on disk. */
export interface RaggedShard {
  readonly path: string;
  readonly rows: number;
  readonly keys: Uint32Array;
  /** Entries of row i: `offsets[i]` to `offsets[i + 1]`, exclusive. */
  readonly offsets: Int32Array;
  readonly widths: readonly number[];
  readonly tokens: Uint32Array;
  readonly cutTokens: Uint32Array;
  /** Byte of the file at which the first number of each column starts; the others follow without a gap. */
  readonly columnsAt: readonly number[];
}

const KEY_BYTES = 4 * keyLength;

/**
 * Writes a shard: an Arrow IPC file of one record batch with the columns key (16 bytes), a list of numbers or of fixed-size lists a column, tokens and
 * cut_tokens, and the fingerprint of its store among the schema's notes.
 *
 * @returns the path.
 */
export function writeRaggedShard(folder: string, fingerprint: string, layout: readonly RaggedColumn[], rows: RaggedRows): Promise<string> {
  const fields = fieldsOf(layout, rows.widths);
  const schema = new Schema(fields, new Map([['fingerprint', fingerprint]]));
  const length = rows.counts.length;
  const valueOffsets = new Int32Array(length + 1);
  for (let row = 0; row < length; row++) valueOffsets[row + 1] = valueOffsets[row]! + rows.counts[row]!;
  const { buffer, byteOffset, byteLength } = rows.keys;
  const children: Data[] = [
    makeData({ type: new FixedSizeBinary(KEY_BYTES), length, data: new Uint8Array(buffer, byteOffset, byteLength) }),
    ...layout.map((_, at) => {
      const type = fields[1 + at]!.type as List;
      const child = entries(type.children[0]!.type, valueOffsets[length]!, rows.columns[at]!);
      return makeData({ type, length, nullCount: 0, valueOffsets, child });
    }),
    countColumn(rows.tokens),
    countColumn(rows.cutTokens),
  ];
  const batch = new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }));
  return writeShardFile(folder, tableToIPC(new Table(schema, [batch]), 'file'));
}

/** Reads all of a shard but its entries. @throws `data` error that names the file when it isn't a shard of such columns in a store of that fingerprint. */
export function readRaggedShard(path: string, fingerprint: string, layout: readonly RaggedColumn[]): Promise<RaggedShard> {
  return readShardFile(path, fingerprint, (shard) => readHead(path, shard, layout));
}

/** Reads a column's entries from number `first` on, until `target` is full. */
export function readRaggedEntries(shard: RaggedShard, handle: FileHandle, column: number, first: number, target: Numbers): Promise<void> {
  const place = shard.columnsAt[column]! + first * shard.widths[column]! * target.BYTES_PER_ELEMENT;
  return readFully(shard.path, handle, Buffer.from(target.buffer, target.byteOffset, target.byteLength), place);
}

function fieldsOf(layout: readonly RaggedColumn[], widths: readonly number[]): Field[] {
  return [
    new Field('key', new FixedSizeBinary(KEY_BYTES), false),
    ...layout.map(({ name, type, entry }, at) => {
      const number = type === 'float32' ? new Float32() : type === 'float16' ? new Float16() : new Uint32();
      const item: DataType = entry === 'number' ? number : new FixedSizeList(widths[at]!, new Field('item', number, false));
      return new Field(name, new List(new Field('item', item, false)), false);
    }),
    new Field('tokens', new Uint32(), true),
    new Field('cut_tokens', new Uint32(), true),
  ];
}

function entries(type: DataType, length: number, numbers: Numbers): Data {
  if (type instanceof FixedSizeList)
    return makeData({ type, length, nullCount: 0, child: entries(type.children[0]!.type, numbers.length, numbers) });
  if (type instanceof Float32) return makeData({ type, length, data: numbers as Float32Array });
  if (type instanceof Float16) return makeData({ type, length, data: numbers as Uint16Array });
  return makeData({ type: type as Uint32, length, data: numbers as Uint32Array });
}

async function readHead(path: string, { handle, schema, batch }: OpenedShard, layout: readonly RaggedColumn[]): Promise<RaggedShard> {
  const widths = layout.map(({ entry }, at) => {
    const item = (schema.fields[1 + at]?.type as List | undefined)?.children?.[0]?.type;
    return entry === 'number' ? 1 : item instanceof FixedSizeList ? item.listSize : 0;
  });
  if (String(fieldsOf(layout, widths)) !== String(schema.fields)) throw noShard(path, `its columns are ${String(schema.fields)}`);
  const { rows, buffers } = batch;
  // Validity and values of key; validity and offsets of each list, validity of its vectors, validity and values of its numbers; then the counts.
  let at = 2;
  let offsets: Int32Array | undefined;
  const columnsAt: number[] = [];
  for (const [column, { type, entry }] of layout.entries()) {
    const own = new Int32Array(await readBuffer(path, handle, buffers[at + 1], 4 * (rows + 1)));
    if (own[0] !== 0 || own.some((offset, row) => row > 0 && offset < own[row - 1]!)) throw noShard(path, 'its rows overlap');
    if (offsets?.some((offset, row) => offset !== own[row])) throw noShard(path, 'its columns have not the same number of entries');
    offsets = own;
    const values = buffers[at + (entry === 'vector' ? 4 : 3)];
    const bytes = own[rows]! * widths[column]! * (type === 'float16' ? 2 : 4);
    if (values === undefined || values.length < bytes) throw noShard(path, 'a column is shorter than its rows');
    columnsAt.push(values.position);
    at += entry === 'vector' ? 5 : 4;
  }
  return {
    path,
    rows,
    keys: new Uint32Array(await readBuffer(path, handle, buffers[1], rows * KEY_BYTES)),
    offsets: offsets!,
    widths,
    tokens: await readCounts(path, handle, rows, buffers[at], buffers[at + 1]),
    cutTokens: await readCounts(path, handle, rows, buffers[at + 2], buffers[at + 3]),
    columnsAt,
  };
}
