/** A file that a collection is read from, pinned by content. */
export interface SourceFile {
  /** Path inside the repository or folder, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** `sha256:<hex>` where known (Hub LFS files, local files), else `git-sha1:<hex>` (small Hub files are only known by their blob id). */
  readonly hash: string;
}

/** Where a collection came from, precise enough to get the same bytes again. */
export type Source =
  | {
      readonly kind: 'hub';
      /** `xlangai/BRIGHT` */
      readonly repo: string;
      /** As asked for: `main`, a tag, or a commit. */
      readonly revision: string;
      /** The commit that the revision named when it was resolved: 40 hex digits. */
      readonly commit: string;
      readonly files: readonly SourceFile[];
    }
  | {
      readonly kind: 'folder';
      /** Folder as a person would write it. */
      readonly folder: string;
      readonly files: readonly SourceFile[];
    };
