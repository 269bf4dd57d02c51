import { type WriteChunk, writeFileAtomically } from './atomic-file.ts';

/** Whether a file of this name is packed with gzip when it is written. */
export function isPackedName(path: string): boolean {
  return /\.gz$/i.test(path);
}

/**
 * Writes a file that appears whole or not at all, as `writeFileAtomically` does, packed with gzip where its name ends in `.gz`. Equal text
 * gives equal bytes, packed or not.
 *
 * @throws `data` error that names the path when it can't be written.
 */
export function writeTextFile(path: string, produce: (write: WriteChunk) => Promise<void>): Promise<void> {
  return writeFileAtomically(path, isPackedName(path) ? (write) => pack(write, produce) : produce);
}

async function pack(write: WriteChunk, produce: (write: WriteChunk) => Promise<void>): Promise<void> {
  const { createGzip } = await import('node:zlib');
  const gzip = createGzip();
  const taken = (async () => {
    for await (const chunk of gzip) await write(chunk as Buffer);
  })();
  const given = produce(
    (chunk) => new Promise((resolve, reject) => gzip.write(chunk, (error) => (error ? reject(error) : resolve()))),
  ).then(
    () => gzip.end(),
    (error: unknown) => {
      gzip.destroy(error as Error);
      throw error;
    },
  );
  // Both have to be over before the file is closed. Whatever stops one stops the other; the side that takes knows the first reason.
  const [taking, giving] = await Promise.allSettled([taken, given]);
  if (taking.status === 'rejected') throw taking.reason;
  if (giving.status === 'rejected') throw giving.reason;
}
