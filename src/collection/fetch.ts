import { type Progress, silent } from '../support/progress.ts';
import type { ResolvedSplit } from './resolve.ts';
import type { SourceFile } from './source.ts';
import type { FetchedFile } from './source-files.ts';

export interface FetchSplitOptions {
  /** Also holds files that are here already against their hashes, and downloads those anew that differ. */
  readonly force?: boolean | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file of a split, with its path on this machine and how it came there. */
export type FetchedSplitFile = SourceFile & { readonly local: string; readonly how: FetchedFile['how'] };

/**
 * Downloads and verifies all files of a split, so that it can be loaded offline.
 *
 * @throws `data` error when a file can't be had, or can't be stored; `interrupted` when the signal aborts. What was complete by then stays.
 */
export function fetchSplit(resolved: ResolvedSplit, options: FetchSplitOptions = {}): Promise<readonly FetchedSplitFile[]> {
  const { source, missing } = resolved;
  return fetchFiles(resolved, source.files, options.force === true ? source.files : missing, options);
}

/** Makes some files of a split readable here; progress counts the bytes of those that are `work`. */
export async function fetchFiles(
  { definition, split, reading }: ResolvedSplit,
  wanted: readonly SourceFile[],
  work: readonly SourceFile[],
  { force, progress = silent, signal }: FetchSplitOptions,
): Promise<readonly FetchedSplitFile[]> {
  const total = work.reduce((sum, { size }) => sum + size, 0);
  const task = total === 0 ? undefined : progress.start(`${definition.name}:${split.id}: fetching`, { unit: 'bytes', total });
  try {
    const fetched: FetchedSplitFile[] = [];
    for (const file of wanted) {
      const onBytes = work.includes(file) ? (bytes: number) => task?.advance(bytes) : undefined;
      const { path, how } = await reading.files.fetch(file, { verify: force, signal, onBytes });
      fetched.push({ ...file, local: path, how });
    }
    return fetched;
  } finally {
    task?.end();
  }
}
