/** What the shared Hugging Face cache holds of one repository: `datasets--org--name/`, laid out as `HubCache` says. Times are milliseconds since 1970. */
export interface CachedRepository {
  readonly kind: 'dataset' | 'model' | 'space';
  /** `xlangai/BRIGHT`; without a slash for the Hub's oldest repositories. */
  readonly repo: string;
  /** Absolute path. */
  readonly folder: string;
  /** Whether the folder, or one that its parts lie in, is a link to another place. */
  readonly elsewhere: boolean;
  /** The one changed last first. */
  readonly commits: readonly CachedCommit[];
  /** By name, in code-unit order. */
  readonly blobs: readonly CachedBlob[];
  /** What stopped downloads have left, and what running ones have so far. */
  readonly partials: readonly CachedBlob[];
  /** Folders that a removal was stopped in: absolute paths. */
  readonly remains: readonly string[];
}

export interface CachedCommit {
  /** 40 hex digits. */
  readonly commit: string;
  /** Branches and tags that named it when they were last looked up. */
  readonly refs: readonly string[];
  /** By path, in code-unit order; perhaps fewer than the repository has. */
  readonly files: readonly CachedFile[];
  /** Of its files; what it shares with other commits included. */
  readonly bytes: number;
  /** When its folder, or a link or copy in it, was made last. */
  readonly changed: number;
  /** When a file of it was read or written last, as far as the file system keeps account. */
  readonly used: number;
}

export interface CachedFile {
  /** Path inside the repository, with `/`. */
  readonly path: string;
  /** Absolute path in the snapshot. */
  readonly place: string;
  /** The name of the blob that it links to; undefined for a copy, and for a link to somewhere else. */
  readonly blob: string | undefined;
  readonly kind: 'link' | 'copy' | 'elsewhere';
  /** Undefined for a link to what isn't there. */
  readonly bytes: number | undefined;
}

export interface CachedBlob {
  /** Of a whole one: the SHA-256 of an LFS file, Git's blob id of another. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly changed: number;
  readonly used: number;
  /** Whether it is a link itself, into a store that other caches share: removing it frees nothing. */
  readonly shared: boolean;
}

/** Bytes that a repository takes on disk: what commits share is counted once, what other caches share is left out. */
export function bytesOnDisk({ blobs, partials, commits }: CachedRepository): number {
  const copies = commits.flatMap(({ files }) => files).filter(({ kind }) => kind === 'copy');
  return sumBytes([...blobs, ...partials].filter(({ shared }) => !shared)) + sumBytes(copies);
}

/** Blobs that no commit links to. */
export function unlinkedBlobs({ blobs, commits }: CachedRepository): readonly CachedBlob[] {
  const linked = new Set(commits.flatMap(({ files }) => files.map(({ blob }) => blob)));
  return blobs.filter(({ name }) => !linked.has(name));
}

export function sumBytes(items: Iterable<{ readonly bytes: number | undefined }>): number {
  let sum = 0;
  for (const { bytes } of items) sum += bytes ?? 0;
  return sum;
}
