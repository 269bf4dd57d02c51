import { createHash } from 'node:crypto';
import { copyFileSync, lutimesSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface FixtureFile {
  readonly text: string;
  /** Named by its SHA-256, as LFS files are; by Git's blob id otherwise. */
  readonly lfs?: boolean;
}

export interface FixtureCommit {
  readonly commit: string;
  readonly refs?: readonly string[];
  readonly files: Readonly<Record<string, FixtureFile>>;
  /** Copies in the snapshot instead of links to blobs. */
  readonly copies?: boolean;
  /** Writes the commit's list of files, as brightline and huggingface_hub 2.0 do. */
  readonly tree?: boolean;
}

export const commitA: string = 'a'.repeat(40);
export const commitB: string = 'b'.repeat(40);
export const commitC: string = 'c'.repeat(40);

/** The name of a file's blob. */
export function etag({ text, lfs = false }: FixtureFile): string {
  return lfs
    ? createHash('sha256').update(text).digest('hex')
    : createHash('sha1')
        .update(`blob ${Buffer.byteLength(text)}\0${text}`)
        .digest('hex');
}

/** Writes a repository into a cache as huggingface_hub lays it out, all of it some days old. @returns its folder. */
export function writeRepository(cache: string, name: string, commits: readonly FixtureCommit[], days = 30): string {
  const folder = join(cache, name);
  mkdirSync(join(folder, 'blobs'), { recursive: true });
  mkdirSync(join(folder, 'refs'), { recursive: true });
  for (const { commit, refs = [], files, copies = false, tree = false } of commits) {
    const snapshot = join(folder, 'snapshots', commit);
    mkdirSync(snapshot, { recursive: true });
    for (const [path, file] of Object.entries(files)) {
      const blob = join(folder, 'blobs', etag(file));
      const place = join(snapshot, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(blob, file.text);
      if (copies) copyFileSync(blob, place);
      else symlinkSync(relative(dirname(place), blob), place);
      age(blob, days);
      age(place, days);
    }
    for (const ref of refs) {
      mkdirSync(dirname(join(folder, 'refs', ref)), { recursive: true });
      writeFileSync(join(folder, 'refs', ref), commit);
    }
    if (tree) writeTreeFile(folder, commit, files);
    age(snapshot, days);
  }
  return folder;
}

/** Makes something look as if it had been touched last some days ago. */
export function age(path: string, days: number): void {
  const time = Date.now() / 1000 - days * 24 * 3600;
  lutimesSync(path, time, time);
}

/** Puts what no commit has among the blobs. */
export function writeBlob(folder: string, name: string, text: string, days: number): string {
  const path = join(folder, 'blobs', name);
  writeFileSync(path, text);
  utimesSync(path, Date.now() / 1000 - days * 24 * 3600, Date.now() / 1000 - days * 24 * 3600);
  return path;
}

function writeTreeFile(folder: string, commit: string, files: FixtureCommit['files']): void {
  const entries = Object.entries(files).map(([path, file]) => {
    const size = Buffer.byteLength(file.text);
    return [path, { size, blob_id: etag({ ...file, lfs: false }), ...(file.lfs ? { lfs_sha256: etag(file), lfs_size: size } : {}) }];
  });
  mkdirSync(join(folder, 'trees'), { recursive: true });
  writeFileSync(join(folder, 'trees', `${commit}.json`), JSON.stringify({ format_version: 1, files: Object.fromEntries(entries) }));
}
