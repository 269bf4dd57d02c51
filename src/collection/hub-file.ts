import { dataError } from '../errors.ts';
import { type FileHashOptions, fileGitSha1, fileSha256 } from '../support/file-hash.ts';
import type { SourceFile } from './source.ts';

/** What a repository holds. Only these two are read. */
export type RepositoryKind = 'dataset' | 'model';

/** A file of a repository at a commit. */
export interface HubFile extends SourceFile {
  /** Git's id of the file, or of the pointer that stands in for it: 40 hex digits. */
  readonly blobId: string;
  /** Set where the Hub keeps the file in its newer storage. */
  readonly xetHash?: string | undefined;
}

/** `sha256:…` for files that the Hub keeps in LFS, else `git-sha1:…`. */
export function hashOf(blobId: string, sha256: string | undefined): string {
  return sha256 === undefined ? `git-sha1:${blobId}` : `sha256:${sha256}`;
}

/** The name of the file's blob in the cache. @throws `data` error for a hash that isn't one, which might be a path. */
export function etagOf({ path, hash }: SourceFile): string {
  const etag = /^(?:sha256:([0-9a-f]{64})|git-sha1:([0-9a-f]{40}))$/.exec(hash);
  if (etag === null) throw dataError(`${path}: "${hash}" is not a hash that the Hub gives`);
  return etag[1] ?? etag[2]!;
}

/** The hash of what stands at `path`, of the same kind as the one that the file should have. */
export async function measuredHash(path: string, { hash }: SourceFile, options: FileHashOptions = {}): Promise<string> {
  return hash.startsWith('git-sha1:') ? `git-sha1:${await fileGitSha1(path, options)}` : `sha256:${await fileSha256(path, options)}`;
}

export function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}
