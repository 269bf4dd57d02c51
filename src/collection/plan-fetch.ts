import { dataError } from '../errors.ts';
import { freeSpace } from '../support/free-space.ts';
import { blobPath, hubCache } from './hub-cache.ts';
import type { HubEnvironment } from './hub-environment.ts';
import { bytesLeft } from './partial-file.ts';
import type { ResolvedSplit } from './resolve.ts';
import type { SourceFile } from './source.ts';

/** What fetching some splits takes; files that splits share are counted once. */
export interface FetchPlan {
  readonly download: Amount;
  /** Bytes of the download that stopped ones have left, and that need not come again. */
  readonly left: number;
  readonly here: Amount;
  /** Bytes that have to be written: twice the download where the cache can't link its snapshots to its blobs. */
  readonly needed: number;
  /** Bytes free on the cache's disk; undefined where the system doesn't tell. */
  readonly free: number | undefined;
}

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** Adds up what has to come for some splits, before anything does. Downloads nothing. */
export async function planFetch(splits: readonly ResolvedSplit[], environment: HubEnvironment): Promise<FetchPlan> {
  const files = new Map<string, { readonly file: SourceFile; readonly missing: boolean; readonly blob: string | undefined }>();
  for (const { source, missing } of splits) {
    const cache = source.kind === 'hub' ? hubCache(environment, source.repo) : undefined;
    for (const file of source.files) {
      const blob = cache && blobPath(cache, file);
      files.set(JSON.stringify([blob, file.path]), { file, missing: missing.includes(file), blob });
    }
  }
  const all = [...files.values()];
  const amount = (some: typeof all): Amount => ({ files: some.length, bytes: some.reduce((sum, { file }) => sum + file.size, 0) });
  const coming = all.filter(({ missing }) => missing);
  const download = amount(coming);
  let left = 0;
  for (const { blob, file } of coming) if (blob !== undefined) left += Math.min(file.size, await bytesLeft(blob));
  return {
    download,
    left,
    here: amount(all.filter(({ missing }) => !missing)),
    needed: download.bytes - left + (environment.symlinks ? 0 : download.bytes),
    free: await freeSpace(environment.cache),
  };
}

/** @throws `data` error when the disk can't hold what has to come. */
export function checkFetchRoom({ needed, free }: FetchPlan, { cache }: HubEnvironment): void {
  if (free === undefined || needed <= free) return;
  const [missing, there] = [needed, free].map((bytes) => bytes.toLocaleString('en-US'));
  throw dataError(`${cache}: needs ${missing} bytes, and ${there} are free on that disk`, {
    next: 'Make room (`brightline cache prune` says what can go), fetch fewer splits, or set HF_HUB_CACHE to a folder on a larger disk.',
  });
}
