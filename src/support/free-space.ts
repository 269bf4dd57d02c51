import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Bytes that can still be written where `path` is, or would be made: on the disk of the nearest folder above it that is there. Undefined where the system
 * doesn't tell, as some network file systems don't.
 */
export async function freeSpace(path: string): Promise<number | undefined> {
  const disk = await statfs(path).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'absent' : undefined));
  if (disk === 'absent') return dirname(path) === path ? undefined : freeSpace(dirname(path));
  return disk === undefined || disk.blocks === 0 ? undefined : disk.bavail * disk.bsize;
}
