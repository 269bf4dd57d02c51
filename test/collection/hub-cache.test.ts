import assert from 'node:assert/strict';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  blobPath,
  findCached,
  hubCache,
  linkSnapshot,
  listSnapshot,
  safeParts,
  snapshotPath,
  tagCache,
} from '../../src/collection/hub-cache.ts';
import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { readRef, writeRef } from '../../src/collection/hub-refs.ts';
import { readTree, writeTree } from '../../src/collection/hub-tree.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fails } from './fails.ts';
import { fakeCommit as commit } from './fake-hub.ts';

const hello = {
  path: 'data/hello.parquet',
  size: 6,
  hash: 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
  blobId: 'a'.repeat(40),
};
const readme = {
  path: 'README.md',
  size: 6,
  hash: 'git-sha1:ce013625030ba8dba906f756967f9e9ca394464a',
  blobId: 'ce013625030ba8dba906f756967f9e9ca394464a',
};

function fresh(env: Record<string, string> = {}) {
  const environment = hubEnvironment({ HF_HOME: temporaryFolder(), ...env });
  const cache = hubCache(environment, 'org/name');
  const put = (file: { readonly path: string; readonly size: number; readonly hash: string }, text = 'hello\n'): string => {
    const path = blobPath(cache, file);
    mkdirSync(join(cache.folder, 'blobs'), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  return { environment, cache, put };
}

test('folders and blobs are named as huggingface_hub names them', () => {
  const { environment, cache } = fresh();
  assert.equal(cache.folder, join(environment.cache, 'datasets--org--name'));
  assert.equal(blobPath(cache, hello), join(cache.folder, 'blobs', hello.hash.slice(7)));
  assert.equal(blobPath(cache, readme), join(cache.folder, 'blobs', readme.blobId));
});

test('a snapshot holds relative links to the blobs', async () => {
  const { cache, put } = fresh();
  put(hello);
  const path = await linkSnapshot(cache, commit, hello);
  assert.equal(path, join(cache.folder, 'snapshots', commit, 'data', 'hello.parquet'));
  assert.equal(readlinkSync(path), `../../../blobs/${hello.hash.slice(7)}`);
  assert.equal(readFileSync(path, 'utf8'), 'hello\n');
  assert.equal(await linkSnapshot(cache, commit, hello), path, 'a second time does no harm');
  assert.deepEqual(readdirSync(join(path, '..')), ['hello.parquet']);
});

test('where links are switched off, a snapshot holds copies', async () => {
  const { cache, put } = fresh({ HF_HUB_DISABLE_SYMLINKS: '1' });
  put(hello);
  const path = await linkSnapshot(cache, commit, hello);
  assert.ok(lstatSync(path).isFile());
  assert.equal(readFileSync(path, 'utf8'), 'hello\n');
});

test('a file is found by its name, or by its blob, but only at its size', async () => {
  const { cache, put } = fresh();
  assert.equal(await findCached(cache, commit, hello), undefined);
  const blob = put(hello);
  assert.equal(await findCached(cache, commit, hello), blob);
  const path = await linkSnapshot(cache, commit, hello);
  assert.equal(await findCached(cache, commit, hello), path);
  writeFileSync(blob, 'hell');
  assert.equal(await findCached(cache, commit, hello), undefined);
});

test('a copy without a blob, as Python leaves it where links can not be made, is found', async () => {
  const { cache } = fresh();
  const path = snapshotPath(cache, commit, hello.path);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, 'hello\n');
  assert.equal(await findCached(cache, commit, hello), path);
  assert.deepEqual(await listSnapshot(cache, commit), [{ ...hello, blobId: '' }]);
});

test('a snapshot lists what is there, with hashes from the names of the blobs', async () => {
  const { cache, put } = fresh();
  assert.equal(await listSnapshot(cache, commit), undefined);
  for (const file of [hello, readme]) {
    put(file);
    await linkSnapshot(cache, commit, file);
  }
  put(hello);
  const listed = await listSnapshot(cache, commit);
  assert.deepEqual(
    listed?.map(({ path, size, hash }) => ({ path, size, hash })),
    [readme, hello].map(({ path, size, hash }) => ({ path, size, hash })),
  );
  rmSync(blobPath(cache, hello));
  assert.deepEqual(
    (await listSnapshot(cache, commit))?.map(({ path }) => path),
    ['README.md'],
    'a link without its blob is no file',
  );
});

test('names that could lead out of the cache are refused', async () => {
  const odd = [
    '',
    '..',
    '../x',
    'a/../../x',
    '/etc/passwd',
    'a//b',
    './a',
    'a/.',
    'C:x',
    'a/C:/x',
    'a\\..\\x',
    '\\\\host\\x',
    'a\u0000b',
    'a\nb',
  ];
  const { cache } = fresh();
  for (const path of odd) {
    await fails(() => safeParts('org/name', path), 'data', /^org\/name: the name .* is refused/);
    await fails(() => snapshotPath(cache, commit, path), 'data', /is refused/);
    await fails(() => readRef(cache, path), 'data', /is refused/);
    await fails(() => writeRef(cache, path, commit), 'data', /is refused/);
  }
  for (const path of ['a', 'a/b.c', '..a/b..', 'Größe 1/(x) y', '.gitattributes', 'refs/pr/1'])
    assert.deepEqual(safeParts('r', path), path.split('/'));
  await fails(() => blobPath(cache, { ...hello, hash: 'sha256:../../x' }), 'data', /is not a hash/);
});

test('a ref holds the commit and nothing else, and is written once', async () => {
  const { cache } = fresh();
  assert.equal(await readRef(cache, 'main'), undefined);
  await writeRef(cache, 'main', commit);
  await writeRef(cache, 'refs/pr/1', commit);
  await writeRef(cache, commit, commit);
  assert.equal(readFileSync(join(cache.folder, 'refs/main'), 'utf8'), commit);
  assert.equal(await readRef(cache, 'refs/pr/1'), commit);
  assert.deepEqual(readdirSync(join(cache.folder, 'refs')).sort(), ['main', 'refs']);
  writeFileSync(join(cache.folder, 'refs/main'), 'garbage');
  assert.equal(await readRef(cache, 'main'), undefined);
});

test('the list of files is kept in the form of huggingface_hub', async () => {
  const { cache } = fresh();
  const files = [readme, { ...hello, xetHash: 'f'.repeat(64) }];
  await writeTree(cache, commit, files);
  assert.deepEqual(JSON.parse(readFileSync(join(cache.folder, 'trees', `${commit}.json`), 'utf8')), {
    format_version: 1,
    files: {
      'README.md': { size: 6, blob_id: readme.blobId },
      'data/hello.parquet': { size: 6, blob_id: hello.blobId, lfs_sha256: hello.hash.slice(7), lfs_size: 6, xet_hash: 'f'.repeat(64) },
    },
  });
  assert.deepEqual(await readTree(cache, commit), [{ ...readme, xetHash: undefined }, files[1]]);
});

test('a list of files in another form, or damaged, counts as none', async () => {
  const { cache } = fresh();
  const path = join(cache.folder, 'trees', `${commit}.json`);
  mkdirSync(join(path, '..'), { recursive: true });
  for (const text of ['', '{', 'null', '{"format_version":2,"files":{}}', '{"format_version":1,"files":{"a":{}}}']) {
    writeFileSync(path, text);
    assert.equal(await readTree(cache, commit), undefined, text);
  }
});

test('the cache is tagged once', async () => {
  const { environment } = fresh();
  mkdirSync(environment.cache, { recursive: true });
  await tagCache(environment);
  const path = join(environment.cache, 'CACHEDIR.TAG');
  assert.match(readFileSync(path, 'utf8'), /^Signature: 8a477f597d28d172789f06886806bc55\n/);
  writeFileSync(path, 'mine');
  await tagCache(environment);
  assert.equal(readFileSync(path, 'utf8'), 'mine');
});

test('a cache that can only be read is used as it is', { skip: process.getuid?.() === 0 && 'root may write everywhere' }, async () => {
  const { cache, put } = fresh();
  const blob = put(hello);
  chmodSync(cache.folder, 0o555);
  assert.equal(await linkSnapshot(cache, commit, hello), blob);
  await writeRef(cache, 'main', commit);
  await writeTree(cache, commit, [hello]);
  assert.ok(!existsSync(join(cache.folder, 'refs')));
  chmodSync(cache.folder, 0o755);
});
