import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dataError } from '../errors.ts';
import { makeFolder } from './make-folder.ts';

/** Writes text in order. Resolves when the chunk is handed to the system. */
export type WriteChunk = (chunk: string | Uint8Array) => Promise<void>;

/**
 * Writes a file that appears whole or not at all: into a temporary file beside `path`, flushed to disk, then renamed over `path`.
 * When `produce` throws, or the disk is full, nothing is left behind and what stood at `path` before still stands.
 *
 * @throws `data` error that names the path when it can't be written (full disk, read-only folder).
 */
export async function writeFileAtomically(path: string, produce: (write: WriteChunk) => Promise<void>): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  let handle: FileHandle | undefined;
  try {
    await makeFolder(dirname(path));
    handle = await open(temporary, 'wx');
    const file = handle;
    await produce(async (chunk) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
      for (let at = 0; at < bytes.byteLength; ) at += (await file.write(bytes, at)).bytesWritten;
    });
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(temporary, path);
  } catch (error) {
    await handle?.close().catch(() => {});
    await rm(temporary, { force: true }).catch(() => {});
    throw describeWriteFailure(path, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  EISDIR: 'a folder stands there',
  ENOENT: 'no folder can be made there',
  ENAMETOOLONG: 'the name is too long',
};

/** Turns a system error about writing `path` into a `data` error with its reason; anything else is returned as it is. */
export function describeWriteFailure(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return error;
  return dataError(`${path}: can't be written: ${reason}`, {
    next: 'Make room or choose another folder; nothing was left half written.',
    cause: error,
  });
}
