import { type CachedBlob, type CachedCommit, type CachedRepository, sumBytes, unlinkedBlobs } from './cached-repository.ts';
import { isBeingFilled } from './partial-file.ts';

/** What may go from one repository, and what must stay. */
export interface PruneChoice {
  /** `superseded`: commits that nothing names, where another one is named; `all`: every one. */
  readonly commits: 'superseded' | 'all';
  /** Commits that are in use although no branch or tag in the cache names them: those that definitions are pinned to. */
  readonly named: ReadonlySet<string>;
  /** Why a commit must stay; undefined where it need not. */
  keepCommit(commit: string): string | undefined;
  /** Why a blob of this name must stay. */
  keepBlob(name: string): string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One thing to be removed, with what goes with it. */
export type Removal =
  | {
      readonly kind: 'commit';
      readonly commit: CachedCommit;
      /** Those that no other commit needs. */
      readonly blobs: readonly CachedBlob[];
      readonly bytes: number;
    }
  /** Blobs that no commit links to. */
  | { readonly kind: 'unlinked'; readonly blobs: readonly CachedBlob[]; readonly bytes: number }
  /** What a stopped download has left. */
  | { readonly kind: 'partial'; readonly blob: CachedBlob; readonly bytes: number }
  /** A folder that an earlier removal was stopped in. */
  | { readonly kind: 'remains'; readonly folder: string; readonly bytes: number };

/** What would go but for a reason. */
export interface Kept {
  /** A commit, or a blob's name. */
  readonly name: string;
  readonly bytes: number;
  readonly why: string;
}

export interface PrunePlan {
  readonly repository: CachedRepository;
  readonly removals: readonly Removal[];
  readonly kept: readonly Kept[];
}

/**
 * What was made or changed within a day may belong to work that goes on: a download, or one that is about to link to the blob that it has got. Only
 * commits that are asked for by `all` go sooner.
 */
export const restingMs: number = 24 * 3600 * 1000;

/** What to remove from a repository: commits, blobs that no commit links to, and what stopped downloads have left. Pure: changes nothing. */
export function planPrune(repository: CachedRepository, choice: PruneChoice): PrunePlan {
  const { now } = choice;
  const resting = ({ changed }: { readonly changed: number }): boolean => now - changed > restingMs;
  const kept: Kept[] = [];
  if (repository.elsewhere) {
    const why = 'is a link to another place, or holds one: nothing outside the cache is removed';
    return { repository, removals: [], kept: [{ name: repository.folder, bytes: 0, why }] };
  }
  const isFree = (name: string, bytes: number, why: string | undefined): boolean => {
    if (why !== undefined) kept.push({ name, bytes, why });
    return why === undefined;
  };
  const going = chooseCommits(repository, choice).filter(({ commit, bytes, changed }) => {
    const why = choice.keepCommit(commit) ?? (choice.commits === 'all' || resting({ changed }) ? undefined : 'changed within the last day');
    return isFree(commit, bytes, why);
  });
  const partials = repository.partials.filter((blob) => resting(blob) && !isBeingFilled(blob.name));
  const unlinked = unlinkedBlobs(repository).filter(
    (blob) => resting(blob) && isFree(blob.name, bytesOf(blob), choice.keepBlob(blob.name)),
  );
  return {
    repository,
    removals: [
      ...withTheirBlobs(going, repository, choice),
      ...(unlinked.length > 0 ? [{ kind: 'unlinked' as const, blobs: unlinked, bytes: sumFreed(unlinked) }] : []),
      ...partials.map((blob) => ({ kind: 'partial' as const, blob, bytes: bytesOf(blob) })),
      ...repository.remains.map((folder) => ({ kind: 'remains' as const, folder, bytes: 0 })),
    ],
    kept,
  };
}

function chooseCommits({ commits }: CachedRepository, { commits: which, named }: PruneChoice): readonly CachedCommit[] {
  if (which === 'all') return commits;
  const isNamed = ({ commit, refs }: CachedCommit): boolean => refs.length > 0 || named.has(commit);
  return commits.some(isNamed) ? commits.filter((commit) => !isNamed(commit)) : [];
}

/** Gives each blob to the last of the commits that need it, with which the last link to it goes, unless one that stays needs it. */
function withTheirBlobs(going: readonly CachedCommit[], repository: CachedRepository, { keepBlob }: PruneChoice): readonly Removal[] {
  const blobs = new Map(repository.blobs.map((blob) => [blob.name, blob]));
  for (const { files } of repository.commits.filter((commit) => !going.includes(commit))) {
    for (const { blob } of files) if (blob !== undefined) blobs.delete(blob);
  }
  const removals = going.toReversed().map((commit): Removal => {
    const own: CachedBlob[] = [];
    for (const { blob: name } of commit.files) {
      const blob = name === undefined ? undefined : blobs.get(name);
      if (blob === undefined || keepBlob(blob.name) !== undefined) continue;
      own.push(blob);
      blobs.delete(blob.name);
    }
    const copies = commit.files.filter(({ kind }) => kind === 'copy');
    return { kind: 'commit', commit, blobs: own, bytes: sumBytes(copies) + sumFreed(own) };
  });
  return removals.reverse();
}

function sumFreed(blobs: readonly CachedBlob[]): number {
  return blobs.reduce((sum, blob) => sum + bytesOf(blob), 0);
}

/** What removing it frees. */
function bytesOf({ bytes, shared }: CachedBlob): number {
  return shared ? 0 : bytes;
}
