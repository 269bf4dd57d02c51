import { datasetInfo, listFiles, modelInfo } from '@huggingface/hub';
import { z } from 'zod';
import { dataError } from '../errors.ts';
import { type RetryOptions, sleep } from '../support/retry.ts';
import { type HubCache, hubCache, listSnapshot, makeSnapshot, tagCache } from './hub-cache.ts';
import type { HubEnvironment } from './hub-environment.ts';
import { describeSubject } from './hub-errors.ts';
import { type Fetch, type HubTransport, hubFetch } from './hub-fetch.ts';
import { type HubFile, hashOf, isCommit, type RepositoryKind } from './hub-file.ts';
import { readRef, writeRef } from './hub-refs.ts';
import { readTree, writeTree } from './hub-tree.ts';
import type { OpenFilesOptions } from './source-files.ts';

/** A session with the Hub: each revision of a repository is looked up once, so that all splits come from one commit. */
export interface Hub {
  readonly transport: HubTransport;
  /** By `kind repo@revision`. */
  readonly repositories: Map<string, Promise<HubRepository>>;
  /** Downloads that are going on, by the path that they fill. */
  readonly downloads: Map<string, Promise<void>>;
}

/** A repository on the Hub, or what the cache has of it, at one commit. */
export interface HubRepository {
  readonly kind: RepositoryKind;
  readonly repo: string;
  /** As asked for. */
  readonly revision: string;
  /** 40 hex digits. */
  readonly commit: string;
  readonly cache: HubCache;
  /** Sorted by path. */
  readonly files: readonly HubFile[];
  /** False where the list is of what the cache holds, perhaps fewer than there are. */
  readonly complete: boolean;
}

export interface HubOptions extends Partial<Omit<RetryOptions, 'signal'>> {
  readonly environment: HubEnvironment;
  readonly fetch?: Fetch;
}

/** Dataset unless told. */
export interface OpenRepositoryOptions extends OpenFilesOptions {
  readonly kind?: RepositoryKind | undefined;
}

export function openHub({
  environment,
  fetch = globalThis.fetch,
  attempts = 6,
  random = Math.random,
  onWait,
  ...options
}: HubOptions): Hub {
  return {
    transport: { environment, fetch, attempts, random, onWait, sleep: options.sleep ?? sleep },
    repositories: new Map(),
    downloads: new Map(),
  };
}

/**
 * Resolves a revision to its commit and lists the files there: one request for a branch or tag, one for the list, none for what the cache knows
 * for certain (a commit, and a commit's list). Offline, the cache alone answers: a branch or tag names the commit it named when last looked up.
 *
 * @throws `data` error when there is no such repository or revision, access is restricted, or the Hub can't be reached; offline, when the cache
 * doesn't have it.
 */
export function openRepository(hub: Hub, repo: string, revision: string, options: OpenRepositoryOptions): Promise<HubRepository> {
  const { kind = 'dataset' } = options;
  const key = `${kind} ${repo}@${revision}`;
  const known = hub.repositories.get(key);
  if (known !== undefined) return known;
  const open = hub.transport.environment.offline ? openOffline : openOnline;
  const opening = open(hub, { kind, repo, revision }, options);
  hub.repositories.set(key, opening);
  opening.catch(() => hub.repositories.delete(key));
  return opening;
}

async function openOnline({ transport }: Hub, asked: Asked, { signal }: OpenFilesOptions): Promise<HubRepository> {
  const { environment } = transport;
  const { kind, repo, revision } = asked;
  const cache = hubCache(environment, repo, kind);
  const common = { hubUrl: environment.endpoint, fetch: hubFetch(transport, { subject: asked, signal }) };
  const commit = isCommit(revision) ? revision : checkCommit(asked, await lookUp(asked, common));
  const known = await readTree(cache, commit);
  const files = known ?? (await list({ ...asked, revision: commit }, common));
  await makeSnapshot(cache, commit);
  if (known === undefined) await writeTree(cache, commit, files);
  await writeRef(cache, revision, commit);
  await tagCache(environment);
  return { ...asked, commit, cache, files, complete: true };
}

async function openOffline({ transport: { environment } }: Hub, asked: Asked, { fetchCommand }: OpenFilesOptions): Promise<HubRepository> {
  const { kind, repo, revision } = asked;
  const cache = hubCache(environment, repo, kind);
  const commit = isCommit(revision) ? revision : await readRef(cache, revision);
  const tree = commit === undefined ? undefined : await readTree(cache, commit);
  const files = tree ?? (commit === undefined ? undefined : await listSnapshot(cache, commit));
  if (commit === undefined || files === undefined) {
    throw dataError(`${describeSubject({ repo, revision })}: is not in the cache (${cache.folder}), and HF_HUB_OFFLINE is set`, {
      next: `Fetch it once without HF_HUB_OFFLINE: \`${fetchCommand}\`.`,
    });
  }
  return { ...asked, commit, cache, files, complete: tree !== undefined };
}

/** A repository, and a revision of it as a person named it. */
type Asked = Required<Pick<HubRepository, 'kind' | 'repo' | 'revision'>>;

interface CommonParameters {
  readonly hubUrl: string;
  readonly fetch: Fetch;
}

async function lookUp(asked: Asked, common: CommonParameters): Promise<unknown> {
  const { kind, repo: name, revision } = asked;
  const parameters = { ...common, name, revision, additionalFields: ['sha' as const] };
  const info = await (kind === 'dataset' ? datasetInfo(parameters) : modelInfo(parameters)).catch((error: unknown) => {
    throw explain(error, asked);
  });
  return info.sha;
}

function checkCommit(asked: Asked, sha: unknown): string {
  if (typeof sha === 'string' && isCommit(sha)) return sha;
  throw dataError(`${describeSubject(asked)}: the Hub named ${JSON.stringify(sha)} as its commit, where 40 hex digits were expected`, {
    next: 'Check that HF_ENDPOINT is the address of a Hub.',
  });
}

const listedFile = z.object({
  type: z.string(),
  path: z.string(),
  size: z.int().nonnegative(),
  oid: z.string().regex(/^[0-9a-f]{40}$/),
  lfs: z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().nonnegative() }).optional(),
  xetHash: z.string().optional(),
});

async function list(asked: Asked, common: CommonParameters): Promise<readonly HubFile[]> {
  const { kind, repo, revision } = asked;
  const files: HubFile[] = [];
  try {
    for await (const entry of listFiles({ ...common, repo: { type: kind, name: repo }, revision, recursive: true })) {
      if (entry.type !== 'file') continue;
      const { path, size, oid, lfs, xetHash } = listedFile.parse(entry);
      files.push({ path, size: lfs?.size ?? size, hash: hashOf(oid, lfs?.oid), blobId: oid, xetHash });
    }
  } catch (error) {
    throw explain(error, asked);
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Our own fetch has explained what went wrong on the way; what is left is an answer that isn't a Hub's. */
function explain(error: unknown, asked: Asked): unknown {
  if (!(error instanceof SyntaxError || error instanceof z.ZodError || error instanceof TypeError)) return error;
  return dataError(`${describeSubject(asked)}: the answer is not one that a Hub gives: ${error.message}`, {
    next: 'Check that HF_ENDPOINT is the address of a Hub.',
    cause: error,
  });
}
