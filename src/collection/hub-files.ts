import { readFile } from 'node:fs/promises';
import { dataError } from '../errors.ts';
import { findConfigs, findDataFiles, matchFiles } from './data-files.ts';
import { type DatasetCard, parseDatasetCard } from './dataset-card.ts';
import { blobPath, findCached, linkSnapshot } from './hub-cache.ts';
import { downloadFile } from './hub-download.ts';
import { describeSubject } from './hub-errors.ts';
import { measuredHash } from './hub-file.ts';
import { type Hub, type HubRepository, openRepository } from './hub-repository.ts';
import type { SourceFile } from './source.ts';
import type { FetchedFile, FetchOptions, OpenFilesOptions, SourceFiles } from './source-files.ts';

/**
 * The files of a dataset on the Hub, kept in the cache that all Hugging Face tools share. Which config and split they belong to is read from the
 * dataset's card, the one file that is fetched here.
 *
 * @throws `data` error when the repository or its card can't be had.
 */
export async function openHubFiles(hub: Hub, repo: string, revision: string, options: OpenFilesOptions): Promise<SourceFiles> {
  const repository = await openRepository(hub, repo, revision, options);
  const { commit, files } = repository;
  const shownAs = describeSubject({ repo, revision });
  const card = await readCard(hub, repository, options);
  return {
    origin: { kind: 'hub', repo, revision, commit },
    shownAs,
    configs: findConfigs(files, card),
    complete: repository.complete,
    splits: (config) => [...(card.get(config)?.keys() ?? [])],
    find: async (config, split) => findDataFiles(files, card, { ...options, config, split, shownAs }).map(plain),
    at: async (path) => {
      const found = files.find((file) => file.path === path);
      return found && plain(found);
    },
    match: async (path) => matchFiles(files, [path], { ...options, place: shownAs }).map(plain),
    isHere: async (file) => (await findCached(repository.cache, commit, file)) !== undefined,
    fetch: (file, how) => fetchHubFile(hub, repository, file, { ...how, fetchCommand: options.fetchCommand }),
  };
}

function plain({ path, size, hash }: SourceFile): SourceFile {
  return { path, size, hash };
}

type HubFetchOptions = FetchOptions & OpenFilesOptions;

async function readCard(hub: Hub, repository: HubRepository, options: OpenFilesOptions): Promise<DatasetCard> {
  const file = repository.files.find(({ path }) => path === 'README.md');
  const reachable =
    file !== undefined && (!hub.transport.environment.offline || (await findCached(repository.cache, repository.commit, file)));
  if (!reachable) return new Map();
  const { path } = await fetchHubFile(hub, repository, file, options);
  return parseDatasetCard(await readFile(path, 'utf8'), describeSubject({ ...repository, path: file.path }));
}

/** Makes a file of a repository readable here, in the shared cache: downloaded where it isn't there, or, on demand, where its bytes are wrong. */
export async function fetchHubFile(hub: Hub, repository: HubRepository, file: SourceFile, options: HubFetchOptions): Promise<FetchedFile> {
  const { cache, commit } = repository;
  const cached = await findCached(cache, commit, file);
  if (cached !== undefined && (options.verify !== true || (await measuredHash(cached, file, { signal: options.signal })) === file.hash)) {
    options.onBytes?.(file.size);
    const path = cached === blobPath(cache, file) ? await linkSnapshot(cache, commit, file) : cached;
    return { path, how: options.verify === true ? 'verified' : 'here' };
  }
  await downloadOnce(hub, repository, file, options);
  return { path: await linkSnapshot(cache, commit, file), how: cached === undefined ? 'downloaded' : 'repaired' };
}

/** Two askers of one process share a download. */
async function downloadOnce(
  hub: Hub,
  { kind, repo, commit, cache }: HubRepository,
  file: SourceFile,
  options: HubFetchOptions,
): Promise<void> {
  const subject = { kind, repo, revision: commit, path: file.path };
  const { environment } = hub.transport;
  if (environment.offline) {
    throw dataError(`${describeSubject(subject)}: is not in the cache (${cache.folder}), and HF_HUB_OFFLINE is set`, {
      next: `Fetch it once without HF_HUB_OFFLINE: \`${options.fetchCommand}\`.`,
    });
  }
  const target = blobPath(cache, file);
  const running = hub.downloads.get(target);
  if (running !== undefined) return running;
  const download = downloadFile(hub.transport, subject, file, target, options).finally(() => hub.downloads.delete(target));
  hub.downloads.set(target, download);
  return download;
}
