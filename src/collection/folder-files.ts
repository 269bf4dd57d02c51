import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { dataError } from '../errors.ts';
import { fileSha256 } from '../support/file-hash.ts';
import { findConfigs, findDataFiles, matchFiles } from './data-files.ts';
import type { SourceFile } from './source.ts';
import type { OpenFilesOptions, SourceFiles } from './source-files.ts';

export interface OpenFolderOptions extends OpenFilesOptions {
  /** Whether the folder is looked through. Without, its files can only be had by name. */
  readonly list?: boolean | undefined;
}

/**
 * The files of a benchmark that lies in a folder, a subfolder for each config: `examples/<split>.jsonl`, `documents/<split>.parquet`. Files are
 * hashed when they are found.
 *
 * @param shownAs the folder as a person would write it.
 * @throws `data` error when the folder can't be read.
 */
export async function openFolderFiles(folder: string, shownAs: string, options: OpenFolderOptions): Promise<SourceFiles> {
  const files = options.list === false ? [] : await listFiles(folder, shownAs);
  const card = new Map();
  const describeAll = (found: readonly { readonly path: string }[]): Promise<SourceFile[]> =>
    Promise.all(found.map(({ path }) => describe(folder, path, options.signal)));
  return {
    origin: { kind: 'folder', folder: shownAs },
    shownAs,
    configs: findConfigs(files, card),
    complete: true,
    splits: () => [],
    find: (config, split) => describeAll(findDataFiles(files, card, { ...options, config, split, shownAs })),
    at: async (path) => (existsSync(resolve(folder, path)) ? describe(folder, path, options.signal) : undefined),
    match: (path) => describeAll(matchFiles(files, [path], { ...options, place: shownAs })),
    isHere: async () => true,
    fetch: async (file, { onBytes } = {}) => {
      onBytes?.(file.size);
      return { path: resolve(folder, file.path), how: 'here' };
    },
  };
}

async function listFiles(folder: string, shownAs: string): Promise<readonly { readonly path: string }[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    throw dataError(`${shownAs}: the folder can't be read`, { cause: error });
  });
  return names.map((name) => ({ path: name.replaceAll('\\', '/') }));
}

async function describe(folder: string, path: string, signal: AbortSignal | undefined): Promise<SourceFile> {
  const place = resolve(folder, path);
  const { size } = await stat(place);
  return { path, size, hash: `sha256:${await fileSha256(place, { signal })}` };
}
