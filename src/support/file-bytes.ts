import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dataError } from '../errors.ts';

const CHUNK = 1 << 18;

export interface FileBytesOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of a file in order, unpacked where the content (not the name) says gzip; several gzip members in a row are read as one.
 *
 * A chunk is only valid until the next one is asked for: its memory is used again. An empty file gives no chunk.
 *
 * @throws `data` error that names the file when it is missing, can't be read, or is gzip that is cut off or damaged.
 */
export async function* fileBytes(path: string, options: FileBytesOptions = {}): AsyncGenerator<Buffer, void> {
  const handle = await openFile(path);
  try {
    // Two buffers by turns: one is being filled while the other is being worked on.
    const buffers = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)] as const;
    let bytes = await readInto(handle, buffers[0], path);
    if (bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b) {
      await handle.close();
      yield* unpacked(path, options.signal);
      return;
    }
    for (let turn = 1; bytes.length > 0; turn = 1 - turn) {
      options.signal?.throwIfAborted();
      const following = readInto(handle, buffers[turn]!, path);
      following.catch(() => {});
      yield bytes;
      bytes = await following;
    }
  } finally {
    await handle.close().catch(() => {});
  }
}

/** The first `length` bytes of a file as they are stored, fewer where it is shorter. */
export async function firstBytes(path: string, length: number): Promise<Buffer> {
  const handle = await openFile(path);
  try {
    return await readInto(handle, Buffer.alloc(length), path);
  } finally {
    await handle.close();
  }
}

/** @throws `data` error that names the file when it is missing or can't be read. */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readInto(handle: FileHandle, buffer: Buffer, path: string): Promise<Buffer> {
  try {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* unpacked(path: string, signal: AbortSignal | undefined): AsyncGenerator<Buffer, void> {
  const { createGunzip } = await import('node:zlib');
  const source = createReadStream(path, { highWaterMark: CHUNK });
  const gunzip = createGunzip({ chunkSize: CHUNK });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) {
      signal?.throwIfAborted();
      yield chunk as Buffer;
    }
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: "can't be read: permission denied",
  Z_BUF_ERROR: 'is gzip that breaks off before its end',
  Z_DATA_ERROR: 'is gzip with damaged data',
};

function unreadable(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return error;
  const next = code?.startsWith('Z_') ? { next: 'Copy or download the file again.' } : {};
  return dataError(`${path}: ${reason}`, { ...next, cause: error });
}
