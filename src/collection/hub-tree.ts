import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type HubCache, writeIfWritable } from './hub-cache.ts';
import { type HubFile, hashOf } from './hub-file.ts';

const treeFile = z.object({
  format_version: z.literal(1),
  files: z.record(
    z.string(),
    z.object({
      size: z.int().nonnegative(),
      blob_id: z.string(),
      lfs_sha256: z.string().optional(),
      lfs_size: z.int().nonnegative().optional(),
      xet_hash: z.string().optional(),
    }),
  ),
});

/**
 * The whole list of a repository's files at a commit, as huggingface_hub keeps it (`_tree_cache.py`), sorted by path. A commit never changes, so
 * the list needs no second look.
 *
 * @returns undefined where the list isn't there, or is in a form that isn't known.
 */
export async function readTree(cache: HubCache, commit: string): Promise<readonly HubFile[] | undefined> {
  const text = await readFile(treePath(cache, commit), 'utf8').catch(() => 'null');
  const parsed = treeFile.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const files = Object.entries(parsed.data.files).map(([path, { size, blob_id, lfs_sha256, lfs_size, xet_hash }]) => ({
    path,
    size: lfs_size ?? size,
    hash: hashOf(blob_id, lfs_sha256),
    blobId: blob_id,
    xetHash: xet_hash,
  }));
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Keeps the whole list of a repository's files at a commit. */
export async function writeTree(cache: HubCache, commit: string, files: readonly HubFile[]): Promise<void> {
  const entries = files.map(({ path, size, hash, blobId, xetHash }) => {
    const lfs = hash.startsWith('sha256:') ? { lfs_sha256: hash.slice('sha256:'.length), lfs_size: size } : {};
    return [path, { size, blob_id: blobId, ...lfs, ...(xetHash === undefined ? {} : { xet_hash: xetHash }) }] as const;
  });
  const sorted = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeIfWritable(treePath(cache, commit), JSON.stringify({ format_version: 1, files: sorted }, null, 1));
}

function treePath({ folder }: HubCache, commit: string): string {
  return join(folder, 'trees', `${commit}.json`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
