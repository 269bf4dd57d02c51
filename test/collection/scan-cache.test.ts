import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bytesOnDisk, unlinkedBlobs } from '../../src/collection/cached-repository.ts';
import { scanCache } from '../../src/collection/scan-cache.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { commitA, commitB, writeBlob, writeRepository } from './cache-fixture.ts';
import { fails } from './fails.ts';

const hello = { text: 'hello\n', lfs: true };
const readme = { text: '# A card\n' };

test('datasets, models and spaces are told apart, and named as the Hub names them', async () => {
  const cache = temporaryFolder();
  for (const name of ['datasets--org--name', 'models--gpt2', 'spaces--org--demo', 'other', '.locks']) {
    writeRepository(cache, name, [{ commit: commitA, files: { a: hello } }]);
  }
  writeFileSync(join(cache, 'CACHEDIR.TAG'), '');
  writeFileSync(join(cache, 'models--a--file'), '');
  assert.deepEqual(
    (await scanCache(cache)).map(({ kind, repo }) => `${kind} ${repo}`),
    ['dataset org/name', 'model gpt2', 'space org/demo'],
  );
});

test('commits with refs, files and bytes; what they share is on disk once', async () => {
  const cache = temporaryFolder();
  writeRepository(cache, 'datasets--org--name', [
    { commit: commitA, files: { 'data/hello.parquet': hello, 'README.md': readme } },
    { commit: commitB, refs: ['main', 'refs/pr/1'], files: { 'data/hello.parquet': hello }, copies: false },
  ]);
  const [found] = await scanCache(cache);
  assert.equal(found!.commits.length, 2);
  const [a, b] = [commitA, commitB].map((commit) => found!.commits.find((one) => one.commit === commit)!);
  assert.deepEqual(
    a!.files.map(({ path, bytes, kind }) => [path, bytes, kind]),
    [
      ['README.md', 9, 'link'],
      ['data/hello.parquet', 6, 'link'],
    ],
  );
  assert.deepEqual([a!.bytes, b!.bytes, bytesOnDisk(found!)], [15, 6, 15]);
  assert.deepEqual([a!.refs, b!.refs], [[], ['main', 'refs/pr/1']]);
  assert.ok(Math.abs(Date.now() - a!.used - 30 * 24 * 3600_000) < 60_000);
});

test('partial downloads and blobs in no commit are told apart from the rest', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', [{ commit: commitA, files: { hello } }]);
  writeBlob(folder, 'f'.repeat(64), 'orphan', 3);
  writeBlob(folder, `${'e'.repeat(64)}.incomplete`, 'half', 0);
  const [found] = await scanCache(cache);
  assert.deepEqual(
    unlinkedBlobs(found!).map(({ name, bytes }) => [name, bytes]),
    [['f'.repeat(64), 6]],
  );
  assert.deepEqual(
    found!.partials.map(({ name, bytes }) => [name, bytes]),
    [[`${'e'.repeat(64)}.incomplete`, 4]],
  );
  assert.equal(bytesOnDisk(found!), 6 + 6 + 4);
});

test('copies, broken links and links that lead out are told apart, and links to folders not followed', async () => {
  const cache = temporaryFolder();
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'secret'), 'secret');
  const folder = writeRepository(cache, 'datasets--org--name', [{ commit: commitA, files: { hello }, copies: true }]);
  const snapshot = join(folder, 'snapshots', commitA);
  symlinkSync(join(outside, 'secret'), join(snapshot, 'out'));
  symlinkSync(outside, join(snapshot, 'folder'));
  symlinkSync(`../../blobs/${'d'.repeat(40)}`, join(snapshot, 'gone'));
  const [found] = await scanCache(cache);
  assert.deepEqual(
    found!.commits[0]!.files.map(({ path, kind, bytes }) => [path, kind, path === 'folder' || bytes]),
    [
      ['folder', 'elsewhere', true],
      ['gone', 'link', undefined],
      ['hello', 'copy', 6],
      ['out', 'elsewhere', 6],
    ],
  );
  assert.equal(found!.elsewhere, false);
});

test('a repository that is kept elsewhere through a link is marked', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(temporaryFolder(), 'real', [{ commit: commitA, files: { hello } }]);
  symlinkSync(folder, join(cache, 'models--org--linked'));
  mkdirSync(join(cache, 'models--org--parts', 'snapshots'), { recursive: true });
  symlinkSync(join(folder, 'blobs'), join(cache, 'models--org--parts', 'blobs'));
  assert.deepEqual(
    (await scanCache(cache)).map(({ repo, elsewhere }) => [repo, elsewhere]),
    [
      ['org/linked', true],
      ['org/parts', true],
    ],
  );
});

test('a cache that is not there holds nothing; one that is a file is refused', async () => {
  const cache = temporaryFolder();
  assert.deepEqual(await scanCache(join(cache, 'none')), []);
  writeFileSync(join(cache, 'file'), '');
  await fails(() => scanCache(join(cache, 'file')), 'data', /file: the cache can't be read: ENOTDIR/);
});
