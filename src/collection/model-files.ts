import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dataError, usageError } from '../errors.ts';
import { expandPath } from '../support/expand-path.ts';
import { fileSha256 } from '../support/file-hash.ts';
import { type Progress, silent } from '../support/progress.ts';
import { describeSubject } from './hub-errors.ts';
import { fetchHubFile } from './hub-files.ts';
import { type Hub, openRepository } from './hub-repository.ts';

/** Where a model is: a repository of the Hub at one commit, or a folder on this machine. */
export type ModelOrigin =
  | { readonly kind: 'hub'; readonly repo: string; readonly revision: string; readonly commit: string }
  | { readonly kind: 'folder'; readonly folder: string };

/** The files of a model, wherever they are kept. */
export interface ModelFiles {
  readonly origin: ModelOrigin;
  /** `org/name@main` or the folder, for messages. */
  readonly shownAs: string;
  /** Paths inside the repository or folder, with `/`, sorted; of a folder down to one level of subfolders. */
  readonly paths: readonly string[];
  /** Makes a file readable here, and gives its place on this machine. @throws `data` error when there is no such file or it can't be had. */
  fetch(path: string, options?: FetchModelFileOptions): Promise<string>;
  /** What pins the files that are named: the commit, or the SHA-256 of each. */
  identify(paths: readonly string[]): Promise<ModelIdentity>;
}

/** Equal identities mean equal bytes. */
export type ModelIdentity = { readonly repo: string; readonly commit: string } | { readonly files: { readonly [path: string]: string } };

export interface FetchModelFileOptions {
  /** Shows the download, where there is one. */
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OpenModelFilesOptions {
  /** The session with the Hub; share one, so that a revision is looked up once. */
  readonly hub: Hub;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens `org/name`, `org/name@revision` (a branch, tag or commit), both perhaps after `hf:`, or a folder, which is written so that it can't be
 * mistaken for a repository: `./folder`, `/folder`, `~/folder`, `C:\folder`. Nothing but the list of files is fetched.
 *
 * @throws `usage` error for a reference of another form; `data` error when the folder can't be read, or the repository or revision isn't there.
 */
export function openModelFiles(reference: string, options: OpenModelFilesOptions): Promise<ModelFiles> {
  if (isFolder(reference)) return openFolder(reference);
  const parts = /^(?:hf:)?([\w.-]+(?:\/[\w.-]+)?)(?:@([^@\s]+))?$/.exec(reference);
  if (parts === null) {
    throw usageError(`model "${reference}": is neither a repository (org/name, org/name@revision) nor a folder (./name, /name)`);
  }
  return openRepositoryFiles(parts[1]!, parts[2] ?? 'main', options);
}

function isFolder(reference: string): boolean {
  return /^(?:[./~\\]|[A-Za-z]:[\\/])/.test(reference);
}

async function openFolder(reference: string): Promise<ModelFiles> {
  const folder = expandPath(reference, process.env);
  const paths = await listFolder(folder, reference);
  const known = new Set(paths);
  return {
    origin: { kind: 'folder', folder: reference },
    shownAs: reference,
    paths,
    fetch: async (path) => {
      if (!known.has(path)) throw missing(reference, path);
      return join(folder, path);
    },
    identify: async (wanted) => {
      const files: Record<string, string> = {};
      for (const path of wanted) files[path] = `sha256:${await fileSha256(join(folder, path))}`;
      return { files };
    },
  };
}

async function listFolder(folder: string, shownAs: string): Promise<readonly string[]> {
  const list = async (inside: string, deeper: boolean): Promise<string[]> => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true });
    const lists = entries.map((entry) => {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (!entry.isDirectory()) return [path];
      return deeper && !entry.name.startsWith('.') ? list(path, false) : [];
    });
    return (await Promise.all(lists)).flat();
  };
  try {
    return (await list('', true)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what =
      code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'is a file, not the folder of a model' : "can't be read";
    throw dataError(`model ${shownAs}: ${what}`, {
      next: 'A model is a folder with onnx/model.onnx, tokenizer.json and config.json, or a repository of the Hub: org/name.',
      cause: error,
    });
  }
}

async function openRepositoryFiles(repo: string, revision: string, { hub, signal }: OpenModelFilesOptions): Promise<ModelFiles> {
  const options = { kind: 'model', fetchCommand: `hf download ${repo} --revision ${revision}`, signal } as const;
  const repository = await openRepository(hub, repo, revision, options);
  const { commit, files, complete } = repository;
  const shownAs = describeSubject({ repo, revision });
  return {
    origin: { kind: 'hub', repo, revision, commit },
    shownAs,
    paths: files.map(({ path }) => path),
    fetch: async (path, { progress = silent, ...how } = {}) => {
      const file = files.find((candidate) => candidate.path === path);
      if (file === undefined) throw missing(shownAs, path, complete ? undefined : 'Offline, only what the cache holds is known.');
      const task = progress.start(`${repo}: fetching ${path}`, { unit: 'bytes', total: file.size });
      try {
        return (await fetchHubFile(hub, repository, file, { ...options, ...how, onBytes: (bytes) => task.advance(bytes) })).path;
      } finally {
        task.end();
      }
    },
    identify: async () => ({ repo, commit }),
  };
}

function missing(shownAs: string, path: string, next?: string): Error {
  return dataError(`model ${shownAs}: has no file ${path}`, next === undefined ? {} : { next });
}
