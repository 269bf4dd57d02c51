import assert from 'node:assert/strict';
import { readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkCache, describeProblemPlace } from '../../src/collection/check-cache.ts';
import { scanCache } from '../../src/collection/scan-cache.ts';
import type { Progress } from '../../src/support/progress.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { commitA, commitB, etag, type FixtureCommit, writeBlob, writeRepository } from './cache-fixture.ts';
import { fails } from './fails.ts';

const hello = { text: 'hello\n', lfs: true };
const readme = { text: '# A card\n' };
const files = { 'data/hello.parquet': hello, 'README.md': readme };

function fresh(commit: Partial<FixtureCommit> = {}) {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', [{ commit: commitA, refs: ['main'], files, ...commit }]);
  const check = async () => checkCache(await scanCache(cache));
  return { cache, folder, check, blob: (file: { text: string }) => join(folder, 'blobs', etag(file)) };
}

const found = ({ problems }: Awaited<ReturnType<typeof checkCache>>): readonly string[] =>
  problems.map((problem) => `${problem.kind} ${describeProblemPlace(problem)}`);

test('blobs named by SHA-256 and by Git id that are whole are no problem', async () => {
  const { check } = fresh();
  assert.deepEqual(await check(), { problems: [], files: 2, bytes: 15, unchecked: 0 });
});

test('other bytes of the right length are found by their hash', async () => {
  const { check, blob } = fresh({ tree: true });
  writeFileSync(blob(hello), 'hellO\n');
  writeFileSync(blob(readme), '# a card\n');
  const checked = await check();
  assert.deepEqual(found(checked).toSorted(), [
    'altered org/name@aaaaaaaaaaaa: README.md',
    'altered org/name@aaaaaaaaaaaa: data/hello.parquet',
  ]);
  assert.equal(checked.problems.find(({ path }) => path === 'data/hello.parquet')!.expected, `sha256:${etag(hello)}`);
  assert.match(checked.problems.find(({ path }) => path === 'README.md')!.found!, /^git-sha1:[0-9a-f]{40}$/);
});

test('where the list of files is known, a file that is cut off is told with both sizes', async () => {
  const { check, blob } = fresh({ tree: true });
  truncateSync(blob(hello), 2);
  const { problems } = await check();
  assert.deepEqual(
    problems.map(({ kind, expected, found: there }) => [kind, expected, there]),
    [['truncated', '6 bytes', '2 bytes']],
  );
});

test('without the list, a file that is cut off is one with other bytes', async () => {
  const { check, blob } = fresh();
  truncateSync(blob(hello), 2);
  assert.deepEqual(found(await check()), ['altered org/name@aaaaaaaaaaaa: data/hello.parquet']);
});

test('a link whose blob is gone, and one that leads nowhere', async () => {
  const { check, blob, folder } = fresh();
  rmSync(blob(hello));
  symlinkSync('/nowhere/at/all', join(folder, 'snapshots', commitA, 'odd'));
  assert.deepEqual(found(await check()), ['missing org/name@aaaaaaaaaaaa: data/hello.parquet', 'dangling org/name@aaaaaaaaaaaa: odd']);
});

test('a blob that two commits share is missing once, and read once', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'models--org--name', [
    { commit: commitA, files },
    { commit: commitB, refs: ['main'], files },
  ]);
  assert.equal((await checkCache(await scanCache(cache))).files, 2);
  rmSync(join(folder, 'blobs', etag(hello)));
  assert.equal((await checkCache(await scanCache(cache))).problems.length, 1);
});

test('copies are held against the list of files; without one nobody can', async () => {
  for (const tree of [true, false]) {
    const { check, folder } = fresh({ copies: true, tree });
    rmSync(join(folder, 'blobs'), { recursive: true });
    writeFileSync(join(folder, 'snapshots', commitA, 'README.md'), '# a card\n');
    const checked = await check();
    assert.deepEqual(found(checked), tree ? ['altered org/name@aaaaaaaaaaaa: README.md'] : []);
    assert.equal(checked.unchecked, tree ? 0 : 2);
  }
});

test('partial downloads are passed over, and blobs in no commit are not', async () => {
  const { check, folder } = fresh();
  writeBlob(folder, `${'e'.repeat(64)}.incomplete`, 'half', 0);
  writeBlob(folder, 'f'.repeat(64), 'wrong', 0);
  assert.deepEqual(found(await check()), [`altered org/name: blob ${'f'.repeat(64)}`]);
});

test('progress tells every byte, and a signal stops the work', async () => {
  const { cache } = fresh();
  const repositories = await scanCache(cache);
  let told = 0;
  const progress: Progress = { start: () => ({ advance: (bytes) => (told += bytes), end() {} }) };
  await checkCache(repositories, { progress });
  assert.equal(told, 15);
  const controller = new AbortController();
  controller.abort();
  await fails(() => checkCache(repositories, { signal: controller.signal }), 'interrupted', /interrupted/);
});

test('checking changes nothing', async () => {
  const { check, blob } = fresh();
  await check();
  assert.equal(readFileSync(blob(hello), 'utf8'), 'hello\n');
});
