import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkFetchRoom, type FetchPlan, planFetch } from '../../src/collection/plan-fetch.ts';
import type { ResolvedSplit } from '../../src/collection/resolve.ts';
import { freeSpace } from '../../src/support/free-space.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fails } from './fails.ts';
import { hubSession } from './hub-session.ts';

const documents = { path: 'documents.parquet', size: 1000, hash: `sha256:${'d'.repeat(64)}` };
const topics = { path: 'topics.parquet', size: 10, hash: `sha256:${'a'.repeat(64)}` };
const rewrites = { path: 'rewrites.parquet', size: 20, hash: `sha256:${'b'.repeat(64)}` };

/** What planning looks at of a split. */
function split(files: readonly (typeof documents)[], missing: readonly (typeof documents)[]): ResolvedSplit {
  const source = { kind: 'hub', repo: 'org/name', revision: 'main', commit: 'c'.repeat(40), files } as const;
  return { source, missing } as unknown as ResolvedSplit;
}

const environmentOf = (home: string, symlinks = true) => hubSession('http://127.0.0.1:1', home, { symlinks }).transport.environment;

test('what splits share is counted once, what is here apart, and what a stopped download has left', async () => {
  const home = temporaryFolder();
  const environment = environmentOf(home);
  const blobs = join(environment.cache, 'datasets--org--name', 'blobs');
  mkdirSync(blobs, { recursive: true });
  writeFileSync(join(blobs, `${'d'.repeat(64)}.incomplete`), Buffer.alloc(300));
  const splits = [split([topics, documents], [documents]), split([topics, rewrites, documents], [rewrites, documents])];
  const { free, ...plan } = await planFetch(splits, environment);
  assert.deepEqual(plan, { download: { files: 2, bytes: 1020 }, left: 300, here: { files: 1, bytes: 10 }, needed: 720 });
  assert.ok(free === undefined || free > 0);
});

test('where snapshots are copies, every byte is written twice', async () => {
  const { needed } = await planFetch([split([documents], [documents])], environmentOf(temporaryFolder(), false));
  assert.equal(needed, 2000);
});

test('a disk that can not hold it is refused beforehand, with both numbers and the next step', async () => {
  const environment = environmentOf(temporaryFolder());
  const plan: FetchPlan = { download: { files: 1, bytes: 2000 }, left: 0, here: { files: 0, bytes: 0 }, needed: 2000, free: 1999 };
  await fails(() => checkFetchRoom(plan, environment), 'data', /needs 2,000 bytes, and 1,999 are free/, /cache prune.*HF_HUB_CACHE/);
  checkFetchRoom({ ...plan, free: 2000 }, environment);
  checkFetchRoom({ ...plan, free: undefined }, environment);
});

test('free space is that of the nearest folder that is there', async () => {
  const folder = temporaryFolder();
  const near = await freeSpace(join(folder, 'not', 'yet', 'made'));
  assert.equal(near === undefined, (await freeSpace(folder)) === undefined);
});
