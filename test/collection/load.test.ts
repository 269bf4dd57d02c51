import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { Definition } from '../../src/collection/definition.ts';
import { fetchSplit } from '../../src/collection/fetch.ts';
import type { Hub } from '../../src/collection/hub-repository.ts';
import { loadSplit } from '../../src/collection/load.ts';
import { resolveSplit } from '../../src/collection/resolve.ts';
import type { Progress } from '../../src/support/progress.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fixtureDefinition, hubFiles } from './bright-fixture.ts';
import { collect, fails } from './fails.ts';
import { type FakeHub, type FakeHubOptions, fakeCommit, fakeHub } from './fake-hub.ts';
import { forbiddenFetch, hubSession, type SessionOptions } from './hub-session.ts';

interface Fixture {
  readonly server: FakeHub;
  readonly home: string;
  readonly definition: Definition;
  session(options?: SessionOptions): Hub;
}

async function fixture(options: Partial<FakeHubOptions> = {}): Promise<Fixture> {
  const server = await fakeHub({ files: hubFiles(), ...options });
  const home = temporaryFolder();
  const definition = await fixtureDefinition({ kind: 'hub', repo: 'org/name' });
  return { server, home, definition, session: (session) => hubSession(server.url, home, session) };
}

const offline: SessionOptions = { offline: true, fetch: forbiddenFetch };

function recorder(): {
  readonly progress: Progress;
  readonly tasks: { label: string; total: number | undefined; done: number; ended: number }[];
} {
  const tasks: { label: string; total: number | undefined; done: number; ended: number }[] = [];
  return {
    tasks,
    progress: {
      start(label, { total }) {
        const task = { label, total, done: 0, ended: 0 };
        tasks.push(task);
        return {
          advance(amount) {
            task.done += amount;
          },
          end() {
            task.ended++;
          },
        };
      },
    },
  };
}

test('resolving tells commit, files, sizes and hashes, and downloads the card alone', async () => {
  const { server, definition, session } = await fixture();
  const resolved = await resolveSplit(definition, 'pony', { hub: session(), queries: 'GPT4' });
  assert.equal(resolved.queries, 'gpt4');
  assert.equal(resolved.documents, 'short');
  const { source, missing } = resolved;
  assert.ok(source.kind === 'hub');
  assert.deepEqual([source.repo, source.revision, source.commit], ['org/name', 'main', fakeCommit]);
  assert.deepEqual(
    source.files.map(({ path }) => path),
    [
      'examples/pony-00000-of-00001.parquet',
      'gpt4_reason/pony-00000-of-00001.parquet',
      'documents/pony-00000-of-00002.parquet',
      'documents/pony-00001-of-00002.parquet',
    ],
  );
  for (const { size, hash } of source.files) assert.ok(size > 0 && /^sha256:[0-9a-f]{64}$/.test(hash));
  assert.deepEqual(missing, source.files);
  assert.deepEqual(
    server.requests.map((request) => request.split('/').at(-1)),
    ['main', fakeCommit, 'README.md'],
  );
});

test('all splits of a session are looked up once', async () => {
  const { server, definition, session } = await fixture();
  const hub = session();
  for (const split of ['pony', 'aops', 'pony']) await resolveSplit(definition, split, { hub });
  assert.equal(server.requests.length, 3);
});

test('loading downloads what is missing, with progress in bytes; a second time nothing', async () => {
  const { server, definition, session } = await fixture();
  const resolved = await resolveSplit(definition, 'pony', { hub: session() });
  const total = resolved.missing.reduce((sum, { size }) => sum + size, 0);
  const { progress, tasks } = recorder();
  const loaded = await loadSplit(resolved, { progress });
  assert.deepEqual(tasks, [{ label: 'tiny:pony: fetching', total, done: total, ended: 1 }]);
  assert.deepEqual(loaded.dataset, { kind: 'hub', repo: 'org/name', revision: 'main', commit: fakeCommit });
  assert.deepEqual(loaded.collection.source, resolved.source);
  const before = server.requests.length;
  const again = await resolveSplit(definition, 'pony', { hub: session() });
  assert.deepEqual(again.missing, []);
  assert.deepEqual((await loadSplit(again)).hashes, loaded.hashes);
  assert.equal(server.requests.length - before, 1, 'the branch is looked up, and nothing else');
});

test('offline, a split that was fetched loads without a request, and equals what was loaded online', async () => {
  const { definition, session } = await fixture();
  const online = await loadSplit(await resolveSplit(definition, 'pony', { hub: session(), queries: 'gpt4' }));
  const resolved = await resolveSplit(definition, 'pony', { hub: session(offline), queries: 'gpt4' });
  const loaded = await loadSplit(resolved);
  assert.deepEqual(loaded.hashes, online.hashes);
  assert.deepEqual(loaded.collection.source, online.collection.source);
  assert.deepEqual(await collect(loaded.collection.corpus.batches()), await collect(online.collection.corpus.batches()));
  assert.deepEqual(await fetchSplit(resolved, { force: true }).then((files) => files.map(({ how }) => how)), [
    'verified',
    'verified',
    'verified',
    'verified',
  ]);
});

test('offline, what was not fetched is named with the command that fetches it', async () => {
  const { definition, session } = await fixture();
  await fails(
    () => resolveSplit(definition, 'pony', { hub: session(offline) }),
    'data',
    /org\/name@main: is not in the cache/,
    /brightline fetch tiny:pony`/,
  );
  await loadSplit(await resolveSplit(definition, 'pony', { hub: session() }));
  const other = await resolveSplit(definition, 'aops', { hub: session(offline) });
  assert.equal(other.missing.length, 2);
  await fails(() => loadSplit(other), 'data', /examples\/aops.*: is not in the cache .*HF_HUB_OFFLINE/, /brightline fetch tiny:aops`/);
});

test('offline, without a list of files, what the cache holds is found, and missing shards are seen', async () => {
  const { home, definition, session } = await fixture();
  const online = await loadSplit(await resolveSplit(definition, 'pony', { hub: session() }));
  const folder = join(home, 'hub', 'datasets--org--name');
  rmSync(join(folder, 'trees'), { recursive: true });
  const loaded = await loadSplit(await resolveSplit(definition, 'pony', { hub: session(offline) }));
  assert.deepEqual(loaded.collection.source, online.collection.source);
  await fails(
    () => resolveSplit(definition, 'aops', { hub: session(offline) }),
    'data',
    /examples\/aops is not in the cache/,
    /brightline fetch tiny:aops`/,
  );
  rmSync(join(folder, 'snapshots', fakeCommit, 'documents/pony-00001-of-00002.parquet'));
  await fails(() => resolveSplit(definition, 'pony', { hub: session(offline) }), 'data', /1 of 2 files/, /brightline fetch tiny:pony`/);
  rmSync(join(folder, 'snapshots', fakeCommit, 'README.md'));
  assert.equal(
    (await resolveSplit(definition, 'pony', { hub: session(offline), corpus: 'omit' })).missing.length,
    0,
    'names alone will do',
  );
});

test('a revision can be asked for, and is told in what a person is advised to do', async () => {
  const { definition, session } = await fixture();
  const resolved = await resolveSplit(definition, 'pony', { hub: session(), revision: 'v1' });
  assert.ok(resolved.source.kind === 'hub' && resolved.source.revision === 'v1');
  await fails(() => resolveSplit(definition, 'pony', { hub: session(), revision: 'v2' }), 'data', /no revision "v2"/);
  const pinned = await resolveSplit(definition, 'pony', { hub: session(offline), revision: 'v1' });
  await fails(() => loadSplit(pinned), 'data', /is not in the cache/, /brightline fetch tiny:pony --revision v1`/);
});

test('the corpus can be left for later', async () => {
  const { server, definition, session } = await fixture();
  const loaded = await loadSplit(await resolveSplit(definition, 'pony', { hub: session() }), { corpus: 'leave' });
  assert.equal(loaded.counts.documents, undefined);
  assert.ok(!server.requests.some((request) => request.includes('documents/')));
  assert.equal((await collect(loaded.collection.corpus.batches())).flat().length, 4, 'it comes when it is read');
  const again = await loadSplit(await resolveSplit(definition, 'pony', { hub: session() }), { corpus: 'leave' });
  assert.equal(again.counts.documents, 4, 'it is counted where it is');
});

test('fetching tells what was there and what came; with force it finds and mends damage', async () => {
  const { home, definition, session } = await fixture();
  const how = async (force: boolean): Promise<string[]> => {
    const fetched = await fetchSplit(await resolveSplit(definition, 'pony', { hub: session() }), { force });
    return fetched.map((file) => file.how);
  };
  assert.deepEqual(await how(false), ['downloaded', 'downloaded', 'downloaded']);
  assert.deepEqual(await how(false), ['here', 'here', 'here']);
  assert.deepEqual(await how(true), ['verified', 'verified', 'verified']);
  const snapshot = join(home, 'hub', 'datasets--org--name', 'snapshots', fakeCommit);
  const damaged = realpathSync(join(snapshot, 'documents/pony-00000-of-00002.parquet'));
  const bytes = readFileSync(damaged);
  writeFileSync(damaged, Buffer.alloc(bytes.length));
  const resolved = await resolveSplit(definition, 'pony', { hub: session() });
  await fails(
    () => loadSplit(resolved),
    'data',
    /documents\/pony-00000-of-00002\.parquet: can't be read as Parquet/,
    /brightline fetch --force tiny:pony/,
  );
  assert.deepEqual(await how(true), ['verified', 'repaired', 'verified']);
  assert.deepEqual(readFileSync(damaged), bytes);
  assert.equal((await loadSplit(resolved)).counts.documents, 4);
});

test('with copies in the place of links everything works, damage and repair too', async () => {
  const { home, definition, session } = await fixture();
  const copies = () => session({ symlinks: false });
  const loaded = await loadSplit(await resolveSplit(definition, 'pony', { hub: copies() }));
  assert.equal(loaded.counts.documents, 4);
  const folder = join(home, 'hub', 'datasets--org--name');
  rmSync(join(folder, 'blobs'), { recursive: true });
  const path = join(folder, 'snapshots', fakeCommit, 'examples/pony-00000-of-00001.parquet');
  writeFileSync(path, Buffer.alloc(readFileSync(path).length));
  const resolved = await resolveSplit(definition, 'pony', { hub: copies() });
  assert.deepEqual(resolved.missing, []);
  assert.deepEqual(await fetchSplit(resolved, { force: true }).then((files) => files.map(({ how }) => how)), [
    'repaired',
    'verified',
    'verified',
  ]);
  assert.equal((await loadSplit(resolved)).counts.topics, 2);
});

test('paths from the server can not lead out of the cache', async () => {
  const evil = '../../../../evil.parquet';
  const files = hubFiles();
  const card = `---\nconfigs:\n- config_name: examples\n  data_files:\n  - split: pony\n    path: ${evil}\n---\n`;
  const { home, definition, session } = await fixture({ files: { ...files, [evil]: 'evil', 'README.md': card } });
  await fails(
    () => resolveSplit(definition, 'pony', { hub: session() }),
    'data',
    /^org\/name: the name "\.\.\/\.\.\/\.\.\/\.\.\/evil\.parquet" is refused/,
  );
  assert.ok(!readdirSync(home, { recursive: true }).some((path) => String(path).includes('evil')));
  assert.ok(!readdirSync(dirname(home)).includes('evil.parquet'));
});

test('two sessions that load one split at once leave a whole cache', async () => {
  const { home, definition, session } = await fixture();
  const load = async () => loadSplit(await resolveSplit(definition, 'pony', { hub: session() }));
  const all = await Promise.all([load(), load(), load()]);
  assert.deepEqual(new Set(all.map(({ hashes }) => hashes.topics)).size, 1);
  const left = readdirSync(home, { recursive: true }).filter((path) => /incomplete|tmp/.test(String(path)));
  assert.deepEqual(left, []);
});

test('one session downloads a file once, however many ask', async () => {
  const { server, definition, session } = await fixture();
  const resolved = await resolveSplit(definition, 'pony', { hub: session() });
  await Promise.all([loadSplit(resolved), loadSplit(resolved)]);
  const requests = server.requests.filter((request) => request.includes('/examples/'));
  assert.equal(requests.length, 1);
});

test('an interruption keeps what is complete, and the rest comes the next time', async () => {
  const { server, definition, session } = await fixture({
    fileFault: (path, attempt) => (path.startsWith('documents/') && attempt === 1 ? { kind: 'stall' } : undefined),
  });
  const controller = new AbortController();
  const resolved = await resolveSplit(definition, 'pony', { hub: session() });
  const stop: Progress = { start: () => ({ advance: () => setTimeout(() => controller.abort(), 50), end() {} }) };
  await fails(() => loadSplit(resolved, { progress: stop, signal: controller.signal }), 'interrupted', /interrupted/);
  const again = await resolveSplit(definition, 'pony', { hub: session() });
  assert.deepEqual(
    again.missing.map(({ path }) => path),
    ['documents/pony-00000-of-00002.parquet', 'documents/pony-00001-of-00002.parquet'],
  );
  const before = server.sent();
  assert.equal((await loadSplit(again)).counts.documents, 4);
  assert.ok(server.sent() - before < again.missing.reduce((sum, { size }) => sum + size, 0), 'it goes on where it was stopped');
});

test('a card that is wrong is named', async () => {
  const { definition, session } = await fixture({ files: { ...hubFiles(), 'README.md': '---\nconfigs: 7\n---\n' } });
  await fails(() => resolveSplit(definition, 'pony', { hub: session() }), 'data', /org\/name@main: README\.md: configs: /);
});

test('a repository without a card, or with one that says nothing, is read by the names of its files', async () => {
  const { 'README.md': _, ...files } = hubFiles();
  for (const all of [files, { ...files, 'README.md': '# Hello\n' }]) {
    const { definition, session } = await fixture({ files: all });
    assert.equal((await loadSplit(await resolveSplit(definition, 'pony', { hub: session() }))).counts.documents, 4);
  }
});

test('a snapshot whose blobs are gone is downloaded anew', async () => {
  const { home, definition, session } = await fixture();
  await loadSplit(await resolveSplit(definition, 'pony', { hub: session() }));
  const blobs = join(home, 'hub', 'datasets--org--name', 'blobs');
  rmSync(blobs, { recursive: true });
  mkdirSync(blobs);
  const resolved = await resolveSplit(definition, 'pony', { hub: session() });
  assert.equal(resolved.missing.length, 3);
  assert.equal((await loadSplit(resolved)).counts.documents, 4);
});
