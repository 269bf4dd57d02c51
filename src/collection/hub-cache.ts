import { randomBytes } from 'node:crypto';
import { copyFile, readdir, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { dataError } from '../errors.ts';
import { describeWriteFailure, writeFileAtomically } from '../support/atomic-file.ts';
import { fileSha256 } from '../support/file-hash.ts';
import { makeFolder } from '../support/make-folder.ts';
import type { HubEnvironment } from './hub-environment.ts';
import { etagOf, type HubFile, hashOf, isCommit, type RepositoryKind } from './hub-file.ts';
import type { SourceFile } from './source.ts';

/**
 * A repository's folder in the cache that all Hugging Face tools share, laid out as Python's huggingface_hub writes it:
 *
 *     datasets--org--name/            or models--org--name/
 *       blobs/<etag>                 the bytes; the etag is the SHA-256 of LFS files, Git's blob id of others
 *       refs/<revision>              the commit that a branch or tag named when it was last looked up
 *       snapshots/<commit>/<path>    link to the blob, relative; or a copy where links can't be made
 *       trees/<commit>.json          the repository's whole list of files (version 2.0 and later)
 */
export interface HubCache {
  /** `…/datasets--org--name` */
  readonly folder: string;
  readonly repo: string;
  readonly symlinks: boolean;
}

export function hubCache({ cache, symlinks }: HubEnvironment, repo: string, kind: RepositoryKind = 'dataset'): HubCache {
  return { folder: join(cache, [`${kind}s`, ...repo.split('/')].join('--')), repo, symlinks };
}

/** Path of a file's bytes. */
export function blobPath({ folder }: HubCache, file: SourceFile): string {
  return join(folder, 'blobs', etagOf(file));
}

/** Path under which a file of a commit is found by its name. @throws `data` error for a name that would lead out of the snapshot. */
export function snapshotPath({ folder, repo }: HubCache, commit: string, path: string): string {
  return join(folder, 'snapshots', commit, ...safeParts(repo, path));
}

/**
 * Takes a path or revision apart. It must name a place below the folder that it is put in, on any system: not absolute, no drive, no `..`, no
 * backslash, nothing that can't be seen.
 *
 * @throws `data` error for any other.
 */
export function safeParts(repo: string, path: string): string[] {
  const parts = path.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\\\u0000-\u001f\u007f]/.test(path) || parts.some((part) => ['', '.', '..'].includes(part) || /^[A-Za-z]:/.test(part))) {
    throw dataError(`${repo}: the name ${JSON.stringify(path)} is refused: it could lead out of the cache`);
  }
  return parts;
}

/** Where a file can be read now, or undefined. A file of another size than the Hub's is as good as missing. */
export async function findCached(cache: HubCache, commit: string, file: SourceFile): Promise<string | undefined> {
  for (const path of [snapshotPath(cache, commit, file.path), blobPath(cache, file)]) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() && found.size === file.size) return path;
  }
  return undefined;
}

/**
 * Makes a file of a commit readable by its name, once its blob is there.
 *
 * @returns the path in the snapshot; the blob's own path where the cache can't be written.
 */
export async function linkSnapshot(cache: HubCache, commit: string, file: SourceFile): Promise<string> {
  const path = snapshotPath(cache, commit, file.path);
  const blob = blobPath(cache, file);
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await makeFolder(dirname(path));
    const linked = cache.symlinks && (await makeLink(relative(dirname(path), blob), temporary));
    if (!linked) await copyFile(blob, temporary);
    await rename(temporary, path);
    return path;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    if (isReadOnly(error)) return blob;
    throw describeWriteFailure(path, error);
  }
}

/**
 * The files of a commit that are in the cache, by path: perhaps fewer than the repository has. Copies, whose names tell no hash, are hashed.
 *
 * @returns undefined when nothing of that commit is there.
 */
export async function listSnapshot({ folder }: HubCache, commit: string): Promise<readonly HubFile[] | undefined> {
  const root = join(folder, 'snapshots', commit);
  const names = await readdir(root, { recursive: true }).catch(() => undefined);
  if (names === undefined) return undefined;
  const files: HubFile[] = [];
  for (const name of names.filter((path) => !path.endsWith('.tmp')).sort()) {
    const path = join(root, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) continue;
    const etag = basename(await readlink(path).catch(() => ''));
    const sha256 = /^[0-9a-f]{64}$/.test(etag) ? etag : isCommit(etag) ? undefined : await fileSha256(path);
    files.push({ path: name.split(sep).join('/'), size: found.size, hash: hashOf(etag, sha256), blobId: etag });
  }
  return files;
}

/** Writes a small file of the cache that can be done without: where the cache is read-only, nothing happens. */
export async function writeIfWritable(path: string, text: string): Promise<void> {
  await writeFileAtomically(path, (write) => write(text)).catch((error: unknown) => {
    if (!isReadOnly((error as Error).cause)) throw error;
  });
}

/** Makes the folder of a commit. Tools that look through the cache take a ref without one for damage. */
export async function makeSnapshot({ folder }: HubCache, commit: string): Promise<void> {
  const path = join(folder, 'snapshots', commit);
  await makeFolder(path).catch((error: unknown) => {
    if (!isReadOnly(error)) throw describeWriteFailure(path, error);
  });
}

/** Marks the whole cache so that backups can pass over it (https://bford.info/cachedir/), in the words that huggingface_hub uses. */
export async function tagCache({ cache }: HubEnvironment): Promise<void> {
  await writeFile(join(cache, 'CACHEDIR.TAG'), tag, { flag: 'wx' }).catch(() => {});
}

const tag = `Signature: 8a477f597d28d172789f06886806bc55
# This file is a cache directory tag created by huggingface_hub.
# For information about cache directory tags, see:
#\thttps://bford.info/cachedir/
`;

async function makeLink(target: string, path: string): Promise<boolean> {
  try {
    await symlink(target, path);
    return true;
  } catch (error) {
    // EPERM: the file system or the account knows no links. A folder that can't be written fails at the copy, too.
    if (['EPERM', 'ENOSYS', 'ENOTSUP', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function isReadOnly(error: unknown): boolean {
  return ['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
