import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkCache } from '../../src/collection/check-cache.ts';
import { finishPartial, openPartial } from '../../src/collection/partial-file.ts';
import { type PruneChoice, planPrune } from '../../src/collection/plan-prune.ts';
import { prune } from '../../src/collection/prune-cache.ts';
import { scanCache } from '../../src/collection/scan-cache.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { age, commitA, commitB, commitC, etag, writeBlob, writeRepository } from './cache-fixture.ts';
import { collect, fails } from './fails.ts';

const shared = { text: 'in both commits', lfs: true };
const old = { text: 'only in the old one', lfs: true };
const current = { text: 'only in the new one' };
const twoCommits = [
  { commit: commitA, files: { shared, old }, tree: true },
  { commit: commitB, refs: ['main'], files: { shared, current }, tree: true },
];

const ordinary: PruneChoice = {
  commits: 'superseded',
  named: new Set(),
  keepCommit: () => undefined,
  keepBlob: () => undefined,
  now: Date.now(),
};

async function planOf(cache: string, choice: Partial<PruneChoice> = {}) {
  return planPrune((await scanCache(cache))[0]!, { ...ordinary, ...choice });
}

/** @returns what was removed, and bytes freed. */
async function pruneAll(
  cache: string,
  choice: Partial<PruneChoice> = {},
): Promise<{ readonly kinds: readonly string[]; readonly freed: number }> {
  const removed = await collect(prune(await planOf(cache, choice)));
  return { kinds: removed.map(({ removal }) => removal.kind), freed: removed.reduce((sum, { freed }) => sum + freed, 0) };
}

const blobsOf = (folder: string): readonly string[] => readdirSync(join(folder, 'blobs')).sort();

test('a superseded commit goes with the files that are its own, and what the other needs stays', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', twoCommits);
  assert.deepEqual(await pruneAll(cache), { kinds: ['commit'], freed: old.text.length });
  assert.deepEqual(readdirSync(folder).sort(), ['blobs', 'refs', 'snapshots', 'trees']);
  assert.deepEqual(readdirSync(join(folder, 'snapshots')), [commitB]);
  assert.deepEqual(readdirSync(join(folder, 'trees')), [`${commitB}.json`]);
  assert.deepEqual(blobsOf(folder), [etag(shared), etag(current)].sort());
  assert.deepEqual((await checkCache(await scanCache(cache))).problems, []);
  assert.deepEqual(await pruneAll(cache), { kinds: [], freed: 0 }, 'a second time there is nothing left to do');
});

test('a commit that nothing names stays where nothing else is named, or a definition is pinned to it', async () => {
  const cache = temporaryFolder();
  writeRepository(cache, 'datasets--org--name', [{ commit: commitA, files: { old } }]);
  assert.deepEqual((await planOf(cache)).removals, []);
  const both = temporaryFolder();
  writeRepository(both, 'datasets--org--name', twoCommits);
  assert.deepEqual((await planOf(both, { named: new Set([commitA]) })).removals, []);
});

test('what was made within a day stays, but for commits that are asked for', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', twoCommits, 0.5);
  writeBlob(folder, 'f'.repeat(64), 'orphan', 0.5);
  writeBlob(folder, `${'e'.repeat(64)}.incomplete`, 'half', 0.5);
  const { removals, kept } = await planOf(cache);
  assert.deepEqual(removals, []);
  assert.deepEqual(
    kept.map(({ name, why }) => [name, why]),
    [[commitA, 'changed within the last day']],
  );
  assert.deepEqual(
    (await planOf(cache, { commits: 'all' })).removals.map(({ kind }) => kind),
    ['commit', 'commit'],
  );
});

test('blobs in no commit and leftovers of downloads go after a day', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', [twoCommits[1]!]);
  writeBlob(folder, 'f'.repeat(64), 'orphan', 2);
  writeBlob(folder, `${'e'.repeat(64)}.incomplete`, 'half', 2);
  assert.deepEqual(await pruneAll(cache), { kinds: ['unlinked', 'partial'], freed: 10 });
  assert.deepEqual(blobsOf(folder), [etag(shared), etag(current)].sort());
});

test('what must stay does, commit and blob, and is told with the reason', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', twoCommits);
  writeBlob(folder, 'f'.repeat(64), 'orphan', 2);
  const choice: Partial<PruneChoice> = {
    commits: 'all',
    keepCommit: (commit) => (commit === commitA ? 'a run needs it' : undefined),
    keepBlob: (name) => (name === 'f'.repeat(64) || name === etag(current) ? 'a run needs it' : undefined),
  };
  const { kept } = await planOf(cache, choice);
  assert.deepEqual(kept.map(({ name }) => name).sort(), [commitA, 'f'.repeat(64)]);
  await pruneAll(cache, choice);
  assert.deepEqual(blobsOf(folder), [etag(shared), etag(old), etag(current), 'f'.repeat(64)].sort());
  assert.deepEqual(readdirSync(join(folder, 'snapshots')), [commitA]);
  assert.deepEqual(readdirSync(join(folder, 'refs')), []);
});

test('a repository that goes whole leaves nothing behind', async () => {
  const cache = temporaryFolder();
  writeRepository(cache, 'datasets--org--name', [{ ...twoCommits[0]!, refs: ['refs/pr/1'] }, twoCommits[1]!]);
  await pruneAll(cache, { commits: 'all' });
  assert.deepEqual(readdirSync(cache), []);
});

test('links that lead out of the cache are removed as links, and nothing behind them', async () => {
  const cache = temporaryFolder();
  const outside = temporaryFolder();
  mkdirSync(join(outside, 'folder'));
  writeFileSync(join(outside, 'folder', 'file'), 'mine');
  writeFileSync(join(outside, 'file'), 'mine');
  const folder = writeRepository(cache, 'datasets--org--name', twoCommits);
  const snapshot = join(folder, 'snapshots', commitA);
  symlinkSync(join(outside, 'folder'), join(snapshot, 'linked-folder'));
  symlinkSync(join(outside, 'file'), join(snapshot, 'linked-file'));
  symlinkSync(join(outside, 'file'), join(folder, 'blobs', 'd'.repeat(64)));
  symlinkSync(outside, join(folder, 'snapshots', commitC));
  for (const path of [join(snapshot, 'linked-folder'), join(snapshot, 'linked-file'), snapshot]) age(path, 30);
  age(join(outside, 'file'), 30);
  await pruneAll(cache, { commits: 'all' });
  assert.equal(readFileSync(join(outside, 'folder', 'file'), 'utf8'), 'mine');
  assert.equal(readFileSync(join(outside, 'file'), 'utf8'), 'mine');
  assert.ok(!existsSync(snapshot));
});

test('a repository that lies elsewhere is left alone, with the reason', async () => {
  const cache = temporaryFolder();
  const real = writeRepository(temporaryFolder(), 'real', twoCommits);
  symlinkSync(real, join(cache, 'datasets--org--name'));
  const { removals, kept } = await planOf(cache, { commits: 'all' });
  assert.deepEqual(removals, []);
  assert.match(kept[0]!.why, /nothing outside the cache is removed/);
});

test('a blob that a commit has come to need since the plan was made stays', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', twoCommits);
  writeBlob(folder, 'f'.repeat(64), 'orphan', 2);
  const plan = await planOf(cache);
  symlinkSync(`../../blobs/${etag(old)}`, join(folder, 'snapshots', commitB, 'late'));
  symlinkSync(`../../blobs/${'f'.repeat(64)}`, join(folder, 'snapshots', commitB, 'later'));
  const removed = await collect(prune(plan));
  assert.equal(
    removed.reduce((sum, { freed }) => sum + freed, 0),
    0,
  );
  assert.deepEqual(blobsOf(folder), [etag(shared), etag(old), etag(current), 'f'.repeat(64)].sort());
});

test('a ref that names another commit by now stays', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', [{ ...twoCommits[0]!, refs: ['v1'] }, twoCommits[1]!]);
  const plan = await planOf(cache, { commits: 'all', keepCommit: (commit) => (commit === commitB ? 'kept' : undefined) });
  writeFileSync(join(folder, 'refs', 'v1'), commitB);
  await collect(prune(plan));
  assert.deepEqual(readdirSync(join(folder, 'refs')).sort(), ['main', 'v1']);
});

test('a download that is going on is not disturbed, however old its file looks', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', [twoCommits[1]!]);
  const target = join(folder, 'blobs', etag(old));
  const partial = await openPartial(target);
  await partial.handle.write('half');
  age(partial.path, 9);
  assert.deepEqual(await pruneAll(cache), { kinds: [], freed: 0 });
  await finishPartial(partial, target);
  assert.equal(readFileSync(target, 'utf8'), 'half');
});

test('a leftover that somebody has taken up since the plan was made stays', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', [twoCommits[1]!]);
  const left = writeBlob(folder, `${'e'.repeat(64)}.incomplete`, 'half', 2);
  const plan = await planOf(cache);
  writeFileSync(left, 'half and more');
  assert.deepEqual(
    (await collect(prune(plan))).map(({ freed }) => freed),
    [0],
  );
  assert.ok(existsSync(left));
});

test('a stop between two removals leaves whole commits; the next time goes on, and clears up what a kill has left', async () => {
  const cache = temporaryFolder();
  const folder = writeRepository(cache, 'datasets--org--name', [...twoCommits, { commit: commitC, files: { other: { text: 'other' } } }]);
  mkdirSync(join(folder, '.pruned-0123', 'data'), { recursive: true });
  const controller = new AbortController();
  const stopped = async (): Promise<void> => {
    for await (const _ of prune(await planOf(cache), controller.signal)) controller.abort();
  };
  await fails(stopped, 'interrupted', /interrupted/);
  assert.equal(readdirSync(join(folder, 'snapshots')).length, 2);
  assert.deepEqual((await checkCache(await scanCache(cache))).problems, []);
  assert.deepEqual((await pruneAll(cache)).kinds, ['commit', 'remains']);
  assert.deepEqual(readdirSync(join(folder, 'snapshots')), [commitB]);
  assert.ok(!existsSync(join(folder, '.pruned-0123')));
});

test('whatever is shared by whom: what stays is whole, and exactly what was foretold is freed', async () => {
  const texts = ['one', 'two', 'three', 'four'];
  const commit = fc.record({
    files: fc.uniqueArray(fc.constantFrom(...texts), { maxLength: 4 }),
    named: fc.boolean(),
    copies: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(commit, { minLength: 1, maxLength: 4 }), fc.constantFrom('superseded', 'all'), async (commits, which) => {
      const cache = temporaryFolder();
      writeRepository(
        cache,
        'datasets--org--name',
        commits.map(({ files, named, copies }, at) => ({
          commit: String(at).repeat(40),
          refs: named ? [`branch-${at}`] : [],
          files: Object.fromEntries(files.map((text) => [text, { text, lfs: text.length > 3 }])),
          copies,
          tree: true,
        })),
      );
      const plan = await planOf(cache, { commits: which as 'all' });
      const removed = await collect(prune(plan));
      for (const { removal, freed } of removed) assert.equal(freed, removal.bytes);
      const left = await scanCache(cache);
      assert.deepEqual((await checkCache(left)).problems, []);
      const stay = which === 'all' ? 0 : commits.some(({ named }) => named) ? commits.filter(({ named }) => named).length : commits.length;
      assert.equal(left[0]?.commits.length ?? 0, stay);
    }),
    { numRuns: 40 },
  );
});
