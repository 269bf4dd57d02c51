import { randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataError, interruptedError } from '../errors.ts';
import type { CachedBlob, CachedCommit, CachedRepository } from './cached-repository.ts';
import { isBeingFilled } from './partial-file.ts';
import type { PrunePlan, Removal } from './plan-prune.ts';
import { remainsPrefix, scanRepository } from './scan-cache.ts';

/** What was done with one entry of a plan. */
export interface Removed {
  readonly removal: Removal;
  /** Bytes freed: fewer than planned where something has come to need a blob since. */
  readonly freed: number;
}

/**
 * Removes what a plan says from a repository's folder. Nothing is read of the files, and no link is followed: what goes are names below that folder.
 *
 * A commit goes in an order that leaves no half of it to be taken for whole, wherever it is stopped: the refs that name it, its list of files, its
 * snapshot (moved aside in one step), then the blobs that still no commit links to. Blobs and leftovers are looked at once more right before.
 *
 * @throws `data` error for what the system refuses to remove; `interrupted` when the signal aborts. What is gone by then is gone whole.
 */
export async function* prune({ repository, removals }: PrunePlan, signal?: AbortSignal): AsyncGenerator<Removed, void> {
  for (const removal of removals) {
    if (signal?.aborted) throw interruptedError();
    yield { removal, freed: await remove(repository, removal) };
  }
  await removeEmptyFolders(repository);
}

async function remove(repository: CachedRepository, removal: Removal): Promise<number> {
  switch (removal.kind) {
    case 'commit': {
      await removeCommit(repository, removal.commit);
      const stay = await removeUnlinked(repository, removal.blobs);
      return removal.bytes - stay;
    }
    case 'unlinked':
      return removal.bytes - (await removeUnlinked(repository, removal.blobs));
    case 'partial':
      return (await removePartial(removal.blob)) ? removal.bytes : 0;
    case 'remains':
      await gone(removal.folder, () => rm(removal.folder, { recursive: true, force: true }));
      return 0;
  }
}

async function removeCommit({ folder }: CachedRepository, { commit, refs }: CachedCommit): Promise<void> {
  for (const ref of refs) {
    const path = join(folder, 'refs', ...ref.split('/'));
    // It may name another commit by now.
    if ((await readFile(path, 'utf8').catch(() => '')).trim() === commit) await gone(path, () => unlink(path));
  }
  const tree = join(folder, 'trees', `${commit}.json`);
  await gone(tree, () => unlink(tree));
  const snapshot = join(folder, 'snapshots', commit);
  const aside = join(folder, `${remainsPrefix}${commit}-${randomBytes(4).toString('hex')}`);
  await gone(snapshot, () => rename(snapshot, aside));
  await gone(snapshot, () => rm(aside, { recursive: true, force: true }));
}

/** @returns bytes of those that stay, because a commit links to them by now. */
async function removeUnlinked(repository: CachedRepository, blobs: readonly CachedBlob[]): Promise<number> {
  if (blobs.length === 0) return 0;
  const { commits } = await scanRepository(repository);
  const linked = new Set(commits.flatMap(({ files }) => files.map(({ blob }) => blob)));
  let stay = 0;
  for (const { name, path, bytes, shared } of blobs) {
    if (!linked.has(name)) await gone(path, () => unlink(path));
    else if (!shared) stay += bytes;
  }
  return stay;
}

/** @returns false where it has changed since it was looked at: somebody has taken it up. */
async function removePartial({ name, path, bytes, changed }: CachedBlob): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || found.size !== bytes || found.mtimeMs !== changed || isBeingFilled(name)) return false;
  await gone(path, () => unlink(path));
  return true;
}

/** A repository of which nothing is left goes with its folders, none of which goes unless it is empty. */
async function removeEmptyFolders(place: CachedRepository): Promise<void> {
  const { commits, blobs, partials, remains, folder } = await scanRepository(place);
  if (commits.length + blobs.length + partials.length + remains.length > 0) return;
  // A folder without snapshots is damage to other tools: it goes last but one, once it is certain that all can go.
  for (const name of ['refs', 'trees', 'blobs', 'snapshots']) if (!(await removeFolders(join(folder, name)))) return;
  await rmdir(folder).catch(() => {});
}

/** Removes folders that hold nothing but folders. @returns whether the outermost is gone. */
async function removeFolders(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (!entry.isDirectory() || !(await removeFolders(join(folder, entry.name)))) return false;
  return rmdir(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}

/** Removes something; fine where it isn't there any more. */
async function gone(path: string, remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw dataError(`${path}: can't be removed: ${code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? message)}`, {
      next: `Check who owns ${dirname(path)}; what was removed before is gone whole.`,
      cause: error,
    });
  }
}
