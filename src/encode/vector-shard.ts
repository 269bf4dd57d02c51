import type { FileHandle } from 'node:fs/promises';
import {
  type Data,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Uint32,
} from 'apache-arrow';
import type { ArrowBatch } from '../support/check-arrow.ts';
import { countColumn, noShard, readBuffer, readCounts, readFully, readShardFile, writeShardFile } from './shard-file.ts';
import { keyLength } from './text-keys.ts';
import { bytesPerNumber, type VectorNumbers, type VectorType } from './vector-type.ts';

/** What a shard holds but for the vectors themselves, which stay on disk. */
export interface VectorShard {
  readonly path: string;
  readonly rows: number;
  readonly type: VectorType;
  readonly dimension: number;
  /** Four numbers a row (see `textKeys`). */
  readonly keys: Uint32Array;
  /** Euclidean length of each row's vector as it is stored, summed in float64 from first to last. */
  readonly norms: Float64Array;
  /** `unknownTokens` where nobody told. */
  readonly tokens: Uint32Array;
  /** `unknownTokens` where nobody told. */
  readonly cutTokens: Uint32Array;
  /** Byte of the file at which the first vector starts; the others follow without a gap. */
  readonly vectorsAt: number;
}

export type ShardContent = Pick<VectorShard, 'type' | 'dimension' | 'keys' | 'norms' | 'tokens' | 'cutTokens'> & {
  /** Rows × dimension, row-major. */
  readonly vectors: VectorNumbers;
};

const KEY_BYTES = 4 * keyLength;

/**
 * Writes a shard: an Arrow IPC file of one record batch with the columns key (16 bytes), vector (fixed-size list), norm, tokens and
 * cut_tokens, and the fingerprint of its store among the schema's notes. Its name is the SHA-256 of its bytes, so that it tells by itself
 * whether it is whole, and no two writers can mean different shards by one name.
 *
 * @returns the path.
 */
export async function writeShard(folder: string, fingerprint: string, content: ShardContent): Promise<string> {
  const bytes = tableToIPC(new Table(schemaOf(content, fingerprint), [toBatch(content, fingerprint)]), 'file');
  return writeShardFile(folder, bytes);
}

/**
 * Reads all of a shard but its vectors.
 *
 * @throws `data` error that names the file when it is damaged, is no shard, or belongs to a store with another fingerprint.
 */
export function readShard(path: string, fingerprint: string): Promise<VectorShard> {
  return readShardFile(path, fingerprint, ({ handle, schema, batch }) => {
    const { type, dimension } = checkSchema(path, schema);
    return readColumns(path, handle, batch, type, dimension);
  });
}

/** Reads the vectors of `count` rows from `first` on into `target`, whose elements are of the shard's type, from element `at` on. */
export async function readShardVectors(
  shard: VectorShard,
  handle: FileHandle,
  first: number,
  count: number,
  target: VectorNumbers,
  at: number,
): Promise<void> {
  const width = shard.dimension * bytesPerNumber[shard.type];
  const view = Buffer.from(target.buffer, target.byteOffset + at * target.BYTES_PER_ELEMENT, count * width);
  await readFully(shard.path, handle, view, shard.vectorsAt + first * width);
}

function fieldsOf({ type, dimension }: Pick<VectorShard, 'type' | 'dimension'>): Field[] {
  const item = type === 'float32' ? new Float32() : new Float16();
  return [
    new Field('key', new FixedSizeBinary(KEY_BYTES), false),
    new Field('vector', new FixedSizeList(dimension, new Field('item', item, false)), false),
    new Field('norm', new Float64(), false),
    new Field('tokens', new Uint32(), true),
    new Field('cut_tokens', new Uint32(), true),
  ];
}

function schemaOf(shape: Pick<VectorShard, 'type' | 'dimension'>, fingerprint: string): Schema {
  return new Schema(fieldsOf(shape), new Map([['fingerprint', fingerprint]]));
}

function toBatch(content: ShardContent, fingerprint: string): RecordBatch {
  const { keys, vectors, norms, tokens, cutTokens, type } = content;
  const length = norms.length;
  const schema = schemaOf(content, fingerprint);
  const [key, vector] = schema.fields.map((field) => field.type) as [FixedSizeBinary, FixedSizeList];
  const child =
    type === 'float32'
      ? makeData({ type: new Float32(), length: vectors.length, data: vectors as Float32Array })
      : makeData({ type: new Float16(), length: vectors.length, data: vectors as Uint16Array });
  const children: Data[] = [
    makeData({ type: key, length, data: new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength) }),
    makeData({ type: vector, length, nullCount: 0, child }),
    makeData({ type: new Float64(), length, data: norms }),
    countColumn(tokens),
    countColumn(cutTokens),
  ];
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }));
}

function checkSchema(path: string, schema: Schema): { type: VectorType; dimension: number } {
  const vector = schema.fields[1]?.type as FixedSizeList | undefined;
  const dimension = vector?.listSize ?? 0;
  for (const type of ['float32', 'float16'] as const) {
    if (String(fieldsOf({ type, dimension })) === String(schema.fields)) return { type, dimension };
  }
  throw noShard(path, `its columns are ${String(schema.fields)}`);
}

async function readColumns(
  path: string,
  handle: FileHandle,
  { rows, buffers }: ArrowBatch,
  type: VectorType,
  dimension: number,
): Promise<VectorShard> {
  // Validity and values of key, vector (which has no values of its own), the vector's items, norm, tokens, cut_tokens.
  const [, key, , , items, , norm, tokenValidity, token, cutValidity, cut] = buffers;
  const read = (buffer: typeof token, length: number): Promise<ArrayBuffer> => readBuffer(path, handle, buffer, length);
  const counts = (validity: typeof token, values: typeof token): Promise<Uint32Array> => readCounts(path, handle, rows, validity, values);
  if (items === undefined || items.length < rows * dimension * bytesPerNumber[type]) throw noShard(path, 'it has fewer vectors than rows');
  return {
    path,
    rows,
    type,
    dimension,
    keys: new Uint32Array(await read(key, rows * KEY_BYTES)),
    norms: new Float64Array(await read(norm, 8 * rows)),
    tokens: await counts(tokenValidity, token),
    cutTokens: await counts(cutValidity, cut),
    vectorsAt: items.position,
  };
}
