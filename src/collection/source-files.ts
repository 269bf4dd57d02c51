import type { DownloadOptions } from './hub-download.ts';
import type { Source, SourceFile } from './source.ts';

/** Where files come from, without the files. */
export type Origin = Source extends infer Kind ? (Kind extends Source ? Omit<Kind, 'files'> : never) : never;

/** The files of a benchmark, wherever they are kept: what the readers of layouts work on. */
export interface SourceFiles {
  readonly origin: Origin;
  /** `xlangai/BRIGHT@main` or the folder, for messages. */
  readonly shownAs: string;
  readonly configs: readonly string[];
  /** False where only what a cache happens to hold is known, offline. */
  readonly complete: boolean;
  /**
   * The files that hold a config's split, in order; none where there is no such split.
   *
   * @throws `data` error when some of its shards are missing.
   */
  find(config: string, split: string): Promise<readonly SourceFile[]>;
  /** Splits of a config that the dataset's card names; none where there is no such config, or no card. */
  splits(config: string): readonly string[];
  /** The file at a path, if there is one. */
  at(path: string): Promise<SourceFile | undefined>;
  /** The files whose path an expression matches, sorted by path, none of its shards missing; perhaps none. */
  match(path: RegExp): Promise<readonly SourceFile[]>;
  /** Whether a file can be read without a download. */
  isHere(file: SourceFile): Promise<boolean>;
  /** Makes a file readable here, downloading it where it isn't. */
  fetch(file: SourceFile, options?: FetchOptions): Promise<FetchedFile>;
}

export interface OpenFilesOptions {
  /** The command that makes the files wanted here available offline: `brightline fetch bright:pony`. */
  readonly fetchCommand: string;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchOptions extends DownloadOptions {
  /** Holds a file that is here already against its hash, and downloads it anew where it differs. */
  readonly verify?: boolean | undefined;
}

export interface FetchedFile {
  /** Path on this machine. */
  readonly path: string;
  /** `here`: was there already; `verified`: was there, and its hash is right; `repaired`: was there with other bytes. */
  readonly how: 'here' | 'verified' | 'downloaded' | 'repaired';
}
