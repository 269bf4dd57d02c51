import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { dataError, interruptedError } from '../errors.ts';
import { type CachedBlob, type CachedCommit, type CachedFile, type CachedRepository, sumBytes } from './cached-repository.ts';
import { isCommit } from './hub-file.ts';

/**
 * Looks through the shared Hugging Face cache: every dataset, model and space in it, by kind and name. Only names, sizes and times are read. Links are
 * not followed into other folders. Entries that are no part of the layout are passed over.
 *
 * @param cache absolute path of the folder that holds `datasets--org--name`; one that isn't there holds nothing.
 * @throws `data` error when the folder can't be read; `interrupted` when the signal aborts.
 */
export async function scanCache(cache: string, signal?: AbortSignal): Promise<readonly CachedRepository[]> {
  const entries = await readdir(cache, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw dataError(`${cache}: the cache can't be read: ${error.code ?? error.message}`, { cause: error });
  });
  const repositories: CachedRepository[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const named = /^(dataset|model|space)s--(.+)$/.exec(entry.name);
    if (named === null || !(entry.isDirectory() || entry.isSymbolicLink())) continue;
    if (signal?.aborted) throw interruptedError();
    const [, kind, rest] = named;
    const repo = rest!.replaceAll('--', '/');
    repositories.push(await scanRepository({ kind: kind as CachedRepository['kind'], repo, folder: join(cache, entry.name) }, signal));
  }
  return repositories;
}

/** Looks through one repository's folder. */
export async function scanRepository(
  place: Pick<CachedRepository, 'kind' | 'repo' | 'folder'>,
  signal?: AbortSignal,
): Promise<CachedRepository> {
  const { folder } = place;
  const refs = await readRefs(join(folder, 'refs'));
  const commits: CachedCommit[] = [];
  for (const entry of await entriesOf(join(folder, 'snapshots'))) {
    if (!entry.isDirectory() || !isCommit(entry.name)) continue;
    if (signal?.aborted) throw interruptedError();
    const named = [...refs].filter(([, commit]) => commit === entry.name).map(([name]) => name);
    commits.push(await scanCommit(folder, entry.name, named));
  }
  const blobs: CachedBlob[] = [];
  for (const { name } of await entriesOf(join(folder, 'blobs'))) {
    const blob = await scanBlob(join(folder, 'blobs', name));
    if (blob !== undefined) blobs.push(blob);
  }
  const isPartial = ({ name }: CachedBlob): boolean => name.endsWith('.incomplete');
  return {
    ...place,
    elsewhere: await liesElsewhere(folder),
    commits: commits.sort((a, b) => b.changed - a.changed || (a.commit < b.commit ? -1 : 1)),
    blobs: blobs.filter((blob) => !isPartial(blob)),
    partials: blobs.filter(isPartial),
    remains: (await entriesOf(folder))
      .filter((entry) => entry.isDirectory() && entry.name.startsWith(remainsPrefix))
      .map(({ name }) => join(folder, name)),
  };
}

/** How a snapshot is called from when its removal begins. Other tools pass such folders over. */
export const remainsPrefix = '.pruned-';

async function scanCommit(folder: string, commit: string, refs: readonly string[]): Promise<CachedCommit> {
  const root = join(folder, 'snapshots', commit);
  const files: CachedFile[] = [];
  let changed = (await statOf(root, lstat))?.mtimeMs ?? 0;
  let used = 0;
  for await (const place of filesBelow(root)) {
    const own = await statOf(place, lstat);
    if (own === undefined || /\.\d+\.[0-9a-f]{8}\.tmp$/.test(place)) continue;
    changed = Math.max(changed, own.mtimeMs);
    const target = own.isSymbolicLink() ? resolve(dirname(place), await readlink(place)) : undefined;
    const found = target === undefined ? own : await statOf(place, stat);
    const blob = target !== undefined && dirname(target) === join(folder, 'blobs') ? basename(target) : undefined;
    const kind = target === undefined ? 'copy' : blob === undefined ? 'elsewhere' : 'link';
    if (found !== undefined) used = Math.max(used, found.atimeMs, found.mtimeMs);
    files.push({ path: relative(root, place).split(sep).join('/'), place, blob, kind, bytes: found?.size });
  }
  return { commit, refs, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), bytes: sumBytes(files), changed, used: used || changed };
}

async function scanBlob(path: string): Promise<CachedBlob | undefined> {
  const own = await statOf(path, lstat);
  const found = own?.isSymbolicLink() ? await statOf(path, stat) : own;
  if (own === undefined || !found?.isFile()) return undefined;
  const { size, mtimeMs, atimeMs } = found;
  return { name: basename(path), path, bytes: size, changed: mtimeMs, used: Math.max(atimeMs, mtimeMs), shared: own.isSymbolicLink() };
}

/** What each branch or tag names. */
async function readRefs(folder: string): Promise<ReadonlyMap<string, string>> {
  const refs = new Map<string, string>();
  for await (const path of filesBelow(folder)) {
    const commit = (await readFile(path, 'utf8').catch(() => '')).trim();
    if (isCommit(commit)) refs.set(relative(folder, path).split(sep).join('/'), commit);
  }
  return refs;
}

/** Everything that is no folder, links to folders among them, so that nothing outside is looked at. */
async function* filesBelow(folder: string): AsyncGenerator<string, void> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** In code-unit order of names; none where there is no such folder, or no longer. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw dataError(`${folder}: can't be read: ${error.code ?? error.message}`, { cause: error });
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether what stands in the repository's name is kept somewhere else, through a link. */
async function liesElsewhere(folder: string): Promise<boolean> {
  const parts = [folder, ...['blobs', 'snapshots', 'refs', 'trees'].map((name) => join(folder, name))];
  const stats = await Promise.all(parts.map((path) => statOf(path, lstat)));
  return stats.some((found) => found?.isSymbolicLink() === true);
}

/** Undefined for what isn't there: another process may remove files in the meantime. */
async function statOf(path: string, how: (path: string) => Promise<Stats>): Promise<Stats | undefined> {
  return how(path).catch(() => undefined);
}
