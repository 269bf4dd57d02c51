import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { interruptedError } from '../errors.ts';

export interface FileHashOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes have been read since it was told last. */
  readonly onBytes?: ((bytes: number) => unknown) | undefined;
}

/** SHA-256 of a file's bytes: 64 hex digits. */
export function fileSha256(path: string, options: FileHashOptions = {}): Promise<string> {
  return digest(path, createHash('sha256'), options);
}

/** Git's id for a file with these bytes: SHA-1 over `blob <size>`, a zero byte and the bytes; 40 hex digits. */
export async function fileGitSha1(path: string, options: FileHashOptions = {}): Promise<string> {
  const { size } = await stat(path);
  return digest(path, createHash('sha1').update(`blob ${size}\0`), options);
}

async function digest(path: string, hash: ReturnType<typeof createHash>, { signal, onBytes }: FileHashOptions): Promise<string> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (signal?.aborted) throw interruptedError();
    hash.update(chunk as Buffer);
    onBytes?.((chunk as Buffer).length);
  }
  return hash.digest('hex');
}
