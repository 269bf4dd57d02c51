import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataError } from '../errors.ts';
import { fileSha256 } from '../support/file-hash.ts';
import { findConfigs, findDataFiles } from './data-files.ts';
import type { OpenFilesOptions, SourceFiles } from './source-files.ts';

/**
 * The files of a benchmark that lies in a folder, a subfolder for each config: `examples/<split>.jsonl`, `documents/<split>.parquet`. Files are
 * hashed when they are found.
 *
 * @param shownAs the folder as a person would write it.
 * @throws `data` error when the folder can't be read.
 */
export async function openFolderFiles(folder: string, shownAs: string, options: OpenFilesOptions): Promise<SourceFiles> {
  const files = await listFiles(folder, shownAs);
  const card = new Map();
  return {
    origin: { kind: 'folder', folder: shownAs },
    shownAs,
    configs: findConfigs(files, card),
    complete: true,
    find: (config, split) =>
      Promise.all(
        findDataFiles(files, card, { ...options, config, split, shownAs }).map(({ path }) => describe(folder, path, options.signal)),
      ),
    isHere: async () => true,
    fetch: async (file, { onBytes } = {}) => {
      onBytes?.(file.size);
      return { path: join(folder, file.path), how: 'here' };
    },
  };
}

async function listFiles(folder: string, shownAs: string): Promise<readonly { readonly path: string }[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    throw dataError(`${shownAs}: the folder can't be read`, { cause: error });
  });
  return names.map((name) => ({ path: name.replaceAll('\\', '/') }));
}

async function describe(
  folder: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ path: string; size: number; hash: string }> {
  const place = join(folder, path);
  const { size } = await stat(place);
  return { path, size, hash: `sha256:${await fileSha256(place, { signal })}` };
}
