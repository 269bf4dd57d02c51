import { basename } from 'node:path';
import { interruptedError } from '../errors.ts';
import { type Progress, silent } from '../support/progress.ts';
import type { CachedCommit, CachedFile, CachedRepository } from './cached-repository.ts';
import { isCommit, measuredHash } from './hub-file.ts';
import { readTree } from './hub-tree.ts';

/** Something in the cache that isn't what its name says. */
export interface CacheProblem {
  readonly repository: CachedRepository;
  /**
   * `missing`: a link to a blob that isn't there; `dangling`: to something else that isn't there; `truncated` and `oversized`: not as many bytes as
   * the file has; `altered`: other bytes; `unreadable`: the system refuses to read it.
   */
  readonly kind: 'missing' | 'dangling' | 'truncated' | 'oversized' | 'altered' | 'unreadable';
  /** The blob, or the copy or link in the snapshot: absolute path. */
  readonly place: string;
  /** Where the file stands, as far as a commit links to it. */
  readonly commit: string | undefined;
  readonly path: string | undefined;
  /** Sizes in bytes, or hashes; undefined where there is nothing to name. */
  readonly expected: string | undefined;
  readonly found: string | undefined;
}

export interface CacheCheck {
  readonly problems: readonly CacheProblem[];
  /** Files that were read whole. */
  readonly files: number;
  readonly bytes: number;
  /** Files whose hash nobody states: copies of a commit whose list of files isn't in the cache, blobs named by something else. */
  readonly unchecked: number;
}

export interface CheckCacheOptions {
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file to be read, with what it should be. */
interface Candidate {
  readonly repository: CachedRepository;
  readonly file: { readonly path: string; readonly size: number | undefined; readonly hash: string };
  readonly place: string;
  readonly bytes: number;
  readonly commit: string | undefined;
  /** Path in the repository; undefined for a blob that nothing links to. */
  readonly path: string | undefined;
}

/**
 * Holds every file in some repositories of the cache against its hash: blobs against their names, copies against the commit's list of files. Reads
 * each once, in pieces. What downloads have left is no finished file, and passed over.
 *
 * @throws `interrupted` when the signal aborts.
 */
export async function checkCache(
  repositories: readonly CachedRepository[],
  { progress = silent, signal }: CheckCacheOptions = {},
): Promise<CacheCheck> {
  const problems: CacheProblem[] = [];
  const candidates: Candidate[] = [];
  let unchecked = 0;
  for (const repository of repositories) {
    const listed = await listCandidates(repository);
    candidates.push(...listed.candidates);
    problems.push(...brokenLinks(repository));
    unchecked += listed.unchecked;
  }
  const total = candidates.reduce((sum, { bytes }) => sum + bytes, 0);
  const task = progress.start('verifying', { unit: 'bytes', total });
  try {
    for (const candidate of candidates) {
      const problem = await checkFile(candidate, (bytes) => task.advance(bytes), signal);
      if (problem !== undefined) problems.push(problem);
    }
  } finally {
    task.end();
  }
  return { problems, files: candidates.length, bytes: total, unchecked };
}

async function listCandidates(
  repository: CachedRepository,
): Promise<{ readonly candidates: readonly Candidate[]; readonly unchecked: number }> {
  const uses = new Map<string, { readonly commit: string; readonly path: string }>();
  const sizes = new Map<string, number>();
  const candidates: Candidate[] = [];
  let unchecked = 0;
  for (const { commit, files } of repository.commits) {
    const tree = await readTree({ folder: repository.folder, repo: repository.repo, symlinks: true }, commit);
    for (const { hash, size } of tree ?? []) sizes.set(hash, size);
    const listed = new Map(tree?.map((file) => [file.path, file]));
    for (const { path, blob, kind, place, bytes } of files) {
      if (blob !== undefined && !uses.has(blob)) uses.set(blob, { commit, path });
      if (kind === 'link' || bytes === undefined) continue;
      const file = listed.get(path);
      if (file === undefined) unchecked++;
      else candidates.push({ repository, file, place, bytes, commit, path });
    }
  }
  for (const { name, path: place, bytes } of repository.blobs) {
    const hash = hashOfBlob(name);
    const use = uses.get(name);
    if (hash === undefined) unchecked++;
    else {
      const file = { path: use?.path ?? name, size: sizes.get(hash), hash };
      candidates.push({ repository, file, place, bytes, commit: use?.commit, path: use?.path });
    }
  }
  return { candidates, unchecked };
}

/** What a blob's name says about its bytes. */
function hashOfBlob(name: string): string | undefined {
  if (/^[0-9a-f]{64}$/.test(name)) return `sha256:${name}`;
  return isCommit(name) ? `git-sha1:${name}` : undefined;
}

/** Links to what isn't there: one for each blob, however many commits link to it. */
function brokenLinks(repository: CachedRepository): readonly CacheProblem[] {
  const broken = new Map<string, { readonly commit: CachedCommit; readonly file: CachedFile }>();
  for (const commit of repository.commits) {
    for (const file of commit.files) {
      const key = file.blob ?? file.place;
      if (file.bytes === undefined && !broken.has(key)) broken.set(key, { commit, file });
    }
  }
  return [...broken.values()].map(({ commit: { commit }, file: { path, place, blob } }) => ({
    repository,
    kind: blob === undefined ? 'dangling' : 'missing',
    place,
    commit,
    path,
    expected: blob && (hashOfBlob(blob) ?? blob),
    found: undefined,
  }));
}

async function checkFile(
  { repository, file, place, bytes, commit, path }: Candidate,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<CacheProblem | undefined> {
  const wrong = (kind: CacheProblem['kind'], expected: string, found: string): CacheProblem => ({
    ...{ repository, kind, place, commit, path, expected, found },
  });
  if (file.size !== undefined && bytes !== file.size) {
    onBytes(bytes);
    return wrong(bytes < file.size ? 'truncated' : 'oversized', `${file.size} bytes`, `${bytes} bytes`);
  }
  try {
    const found = await measuredHash(place, { ...file, size: bytes }, { signal, onBytes });
    return found === file.hash ? undefined : wrong('altered', file.hash, found);
  } catch (error) {
    if (signal?.aborted) throw interruptedError();
    // Removed by somebody else since it was listed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return wrong('unreadable', file.hash, (error as NodeJS.ErrnoException).code ?? (error as Error).message);
  }
}

/** `xlangai/BRIGHT@0123456789ab: documents/pony.parquet`; a blob's name where no commit links to it. */
export function describeProblemPlace({ repository: { repo }, commit, path, place }: CacheProblem): string {
  return commit === undefined ? `${repo}: blob ${basename(place)}` : `${repo}@${commit.slice(0, 12)}: ${path}`;
}
