import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
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
  RecordBatchReader,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Uint32,
} from 'apache-arrow';
import { BrightlineError, dataError } from '../errors.ts';
import { writeFileAtomically } from '../support/atomic-file.ts';
import { type ArrowBatch, checkArrow } from '../support/check-arrow.ts';
import { openFile } from '../support/file-bytes.ts';
import { type FileHashOptions, fileSha256 } from '../support/file-hash.ts';
import { keyLength } from './text-keys.ts';
import { unknownTokens } from './vector-rows.ts';
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
const ENDING = '.arrow';

/**
 * Writes a shard: an Arrow IPC file of one record batch with the columns key (16 bytes), vector (fixed-size list), norm, tokens and
 * cut_tokens, and the fingerprint of its store among the schema's notes. Its name is the SHA-256 of its bytes, so that it tells by itself
 * whether it is whole, and no two writers can mean different shards by one name.
 *
 * @returns the path.
 */
export async function writeShard(folder: string, fingerprint: string, content: ShardContent): Promise<string> {
  const bytes = tableToIPC(new Table(schemaOf(content, fingerprint), [toBatch(content, fingerprint)]), 'file');
  const path = join(folder, createHash('sha256').update(bytes).digest('hex') + ENDING);
  await writeFileAtomically(path, (write) => write(bytes));
  return path;
}

/** Whether a file's name is that of a shard. */
export function isShardName(name: string): boolean {
  return /^[0-9a-f]{64}\.arrow$/.test(name);
}

/**
 * Reads all of a shard but its vectors.
 *
 * @throws `data` error that names the file when it is damaged, is no shard, or belongs to a store with another fingerprint.
 */
export async function readShard(path: string, fingerprint: string): Promise<VectorShard> {
  const handle = await openFile(path);
  try {
    const batches = await checkArrow(path, handle);
    const reader = await RecordBatchReader.from(handle);
    await reader.open();
    const { type, dimension } = checkSchema(path, reader.schema, fingerprint);
    const [batch] = batches;
    if (batches.length !== 1 || batch === undefined || batch.compressed) throw noShard(path, 'it has not one plain record batch');
    return await readColumns(path, handle, batch, type, dimension);
  } catch (error) {
    if (error instanceof BrightlineError)
      throw error.next === startOver ? error : dataError(error.message, { next: startOver, cause: error });
    throw noShard(path, (error as Error).message, error);
  } finally {
    await handle.close().catch(() => {});
  }
}

/** @throws `data` error that names the file unless its bytes are those that were written. */
export async function verifyShard(path: string, options: FileHashOptions = {}): Promise<void> {
  const hash = await fileSha256(path, options);
  if (hash + ENDING === basename(path)) return;
  throw dataError(`${path}: is damaged: its SHA-256 is ${hash}, where its name says what it was when it was written`, { next: startOver });
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

const startOver = 'Delete this file: what it held is encoded again in the next run.';

function noShard(path: string, reason: string, cause?: unknown): BrightlineError {
  return dataError(`${path}: is no shard of vectors: ${reason}`, { next: startOver, cause });
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

/** Numbers of tokens, null where they aren't known. */
function countColumn(counts: Uint32Array): Data<Uint32> {
  const nullBitmap = new Uint8Array(Math.ceil(counts.length / 8));
  let nullCount = 0;
  for (let row = 0; row < counts.length; row++) {
    if (counts[row] === unknownTokens) nullCount++;
    else nullBitmap[row >> 3]! |= 1 << (row & 7);
  }
  return makeData({ type: new Uint32(), length: counts.length, nullCount, ...(nullCount > 0 && { nullBitmap }), data: counts });
}

function checkSchema(path: string, schema: Schema, fingerprint: string): { type: VectorType; dimension: number } {
  const written = schema.metadata.get('fingerprint');
  if (written === undefined) throw noShard(path, 'it carries no fingerprint');
  if (written !== fingerprint) {
    throw dataError(
      `${path}: holds vectors of another model or of other settings: its fingerprint is ${written}, its folder's ${fingerprint}`,
      {
        next: startOver,
      },
    );
  }
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
  const read = async (buffer: ArrowBatch['buffers'][number] | undefined, length: number): Promise<ArrayBuffer> => {
    if (buffer === undefined || buffer.length < length) throw noShard(path, 'a column is shorter than its rows');
    const bytes = new ArrayBuffer(length);
    await readFully(path, handle, Buffer.from(bytes), buffer.position);
    return bytes;
  };
  const counts = async (validity: ArrowBatch['buffers'][number] | undefined, values: typeof validity): Promise<Uint32Array> => {
    const numbers = new Uint32Array(await read(values, 4 * rows));
    if (validity === undefined || validity.length === 0) return numbers;
    const valid = new Uint8Array(await read(validity, Math.ceil(rows / 8)));
    return numbers.map((number, row) => ((valid[row >> 3]! >> (row & 7)) & 1 ? number : unknownTokens));
  };
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

async function readFully(path: string, handle: FileHandle, target: Buffer, position: number): Promise<void> {
  for (let at = 0; at < target.length; ) {
    const { bytesRead } = await handle.read(target, at, target.length - at, position + at);
    if (bytesRead === 0) throw dataError(`${path}: breaks off before its end`, { next: startOver });
    at += bytesRead;
  }
}
