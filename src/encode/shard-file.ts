import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Data, makeData, RecordBatchReader, type Schema, Uint32 } from 'apache-arrow';
import { BrightlineError, dataError } from '../errors.ts';
import { writeFileAtomically } from '../support/atomic-file.ts';
import { type ArrowBatch, checkArrow } from '../support/check-arrow.ts';
import { openFile } from '../support/file-bytes.ts';
import { type FileHashOptions, fileSha256 } from '../support/file-hash.ts';
import { unknownTokens } from './vector-rows.ts';

const ENDING = '.arrow';

/** What is to be done about a damaged shard. */
export const startOver = 'Delete this file: what it held is encoded again in the next run.';

export function noShard(path: string, reason: string, cause?: unknown): BrightlineError {
  return dataError(`${path}: is no shard of vectors: ${reason}`, { next: startOver, cause });
}

/**
 * Writes a shard under the SHA-256 of its bytes, so that its name tells whether it is whole, and no two writers can mean different shards by one name.
 *
 * @returns the path.
 */
export async function writeShardFile(folder: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, createHash('sha256').update(bytes).digest('hex') + ENDING);
  await writeFileAtomically(path, (write) => write(bytes));
  return path;
}

/** Whether a file's name is that of a shard. */
export function isShardName(name: string): boolean {
  return /^[0-9a-f]{64}\.arrow$/.test(name);
}

/** A shard that is being read: its metadata, and where its columns lie. */
export interface OpenedShard {
  readonly handle: FileHandle;
  readonly schema: Schema;
  readonly batch: ArrowBatch;
}

/**
 * Opens a shard and reads of it what `read` does.
 *
 * @throws `data` error that names the file when it is damaged, is no shard, or belongs to a store with another fingerprint.
 */
export async function readShardFile<Content>(
  path: string,
  fingerprint: string,
  read: (shard: OpenedShard) => Promise<Content>,
): Promise<Content> {
  const handle = await openFile(path);
  try {
    const batches = await checkArrow(path, handle);
    const reader = await RecordBatchReader.from(handle);
    await reader.open();
    checkFingerprint(path, reader.schema, fingerprint);
    const [batch] = batches;
    if (batches.length !== 1 || batch === undefined || batch.compressed) throw noShard(path, 'it has not one plain record batch');
    return await read({ handle, schema: reader.schema, batch });
  } catch (error) {
    if (error instanceof BrightlineError)
      throw error.next === startOver ? error : dataError(error.message, { next: startOver, cause: error });
    throw noShard(path, (error as Error).message, error);
  } finally {
    await handle.close().catch(() => {});
  }
}

function checkFingerprint(path: string, schema: Schema, fingerprint: string): void {
  const written = schema.metadata.get('fingerprint');
  if (written === undefined) throw noShard(path, 'it carries no fingerprint');
  if (written === fingerprint) return;
  throw dataError(
    `${path}: holds vectors of another model or of other settings: its fingerprint is ${written}, its folder's ${fingerprint}`,
    { next: startOver },
  );
}

/** @throws `data` error that names the file unless its bytes are those that were written. */
export async function verifyShard(path: string, options: FileHashOptions = {}): Promise<void> {
  const hash = await fileSha256(path, options);
  if (hash + ENDING === basename(path)) return;
  throw dataError(`${path}: is damaged: its SHA-256 is ${hash}, where its name says what it was when it was written`, { next: startOver });
}

/** Numbers of tokens, null where they aren't known. */
export function countColumn(counts: Uint32Array): Data<Uint32> {
  const nullBitmap = new Uint8Array(Math.ceil(counts.length / 8));
  let nullCount = 0;
  for (let row = 0; row < counts.length; row++) {
    if (counts[row] === unknownTokens) nullCount++;
    else nullBitmap[row >> 3]! |= 1 << (row & 7);
  }
  return makeData({ type: new Uint32(), length: counts.length, nullCount, ...(nullCount > 0 && { nullBitmap }), data: counts });
}

/** A column's buffer, as it lies in the file. */
export type ShardBuffer = ArrowBatch['buffers'][number] | undefined;

/** Reads the first `length` bytes of a buffer. */
export async function readBuffer(path: string, handle: FileHandle, buffer: ShardBuffer, length: number): Promise<ArrayBuffer> {
  if (buffer === undefined || buffer.length < length) throw noShard(path, 'a column is shorter than its rows');
  const bytes = new ArrayBuffer(length);
  await readFully(path, handle, Buffer.from(bytes), buffer.position);
  return bytes;
}

/** Reads what `countColumn` made. */
export async function readCounts(
  path: string,
  handle: FileHandle,
  rows: number,
  validity: ShardBuffer,
  values: ShardBuffer,
): Promise<Uint32Array> {
  const numbers = new Uint32Array(await readBuffer(path, handle, values, 4 * rows));
  if (validity === undefined || validity.length === 0) return numbers;
  const valid = new Uint8Array(await readBuffer(path, handle, validity, Math.ceil(rows / 8)));
  return numbers.map((number, row) => ((valid[row >> 3]! >> (row & 7)) & 1 ? number : unknownTokens));
}

/** Fills `target` from a place of the file on. */
export async function readFully(path: string, handle: FileHandle, target: Buffer, position: number): Promise<void> {
  for (let at = 0; at < target.length; ) {
    const { bytesRead } = await handle.read(target, at, target.length - at, position + at);
    if (bytesRead === 0) throw dataError(`${path}: breaks off before its end`, { next: startOver });
    at += bytesRead;
  }
}
