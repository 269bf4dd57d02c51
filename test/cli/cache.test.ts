import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { commitA, commitB, etag, writeBlob, writeRepository } from '../collection/cache-fixture.ts';
import { manifestWith } from '../experiment/manifest.ts';
import { type HubServer, startHubServer } from '../hub-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const bright = 'datasets--xlangai--BRIGHT';
const old = { text: 'an old table', lfs: true };
const both = { text: 'in both', lfs: true };
const now = { text: 'a new table' };

interface Place {
  /** The folder of the cache. */
  readonly cache: string;
  readonly home: string;
  run(...args: readonly string[]): Promise<Outcome>;
}

/** A home folder with two commits of BRIGHT, and a model that benchmarks have nothing to do with. */
function newPlace(): Place {
  const home = temporaryFolder();
  const cache = join(home, 'hub');
  writeRepository(cache, bright, [
    { commit: commitA, files: { 'documents/old.parquet': old, both } },
    { commit: commitB, refs: ['main'], files: { both, now } },
  ]);
  writeRepository(cache, 'models--org--name', [
    { commit: commitA, files: { old } },
    { commit: commitB, refs: ['main'], files: { now } },
  ]);
  return { cache, home, run: (...args) => runCli(['cache', ...args], { cwd: home, env: { HF_HOME: home, HF_HUB_OFFLINE: '1' } }) };
}

/** Stores the manifest of a run that was made on a commit of BRIGHT. */
function storeManifest(home: string, commit: string, file = both): void {
  const dataset = { kind: 'hub', repo: 'xlangai/BRIGHT', revision: 'main', commit };
  const files = [{ path: 'documents/x.parquet', size: file.text.length, hash: `sha256:${etag(file)}` }];
  const path = join(home, 'runs/bright/pony/bm25/manifest.json');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(manifestWith({ settings: { files }, manifest: { dataset } })));
}

const snapshots = (cache: string, name = bright): readonly string[] => readdirSync(join(cache, name, 'snapshots')).sort();
const blobs = (cache: string, name = bright): readonly string[] => readdirSync(join(cache, name, 'blobs')).sort();

test('ls tells commits, refs, bytes, benchmarks and runs of every repository, those of benchmarks first, and what it all comes to', async () => {
  const { home, cache, run } = newPlace();
  storeManifest(home, commitA);
  writeBlob(join(cache, bright), `${'e'.repeat(64)}.incomplete`, 'half', 0);
  const { code, stdout, stderr } = await run('ls', '--format', 'json');
  assert.equal(code, 0, stderr);
  const { repositories, totals } = JSON.parse(stdout) as { repositories: Record<string, unknown>[]; totals: unknown };
  assert.deepEqual(
    repositories.map(({ kind, repository, benchmarks, runs, bytes, partials }) => ({
      ...{ kind, repository, bright: (benchmarks as string[]).includes('bright'), runs, bytes, partials },
    })),
    [
      { kind: 'dataset', repository: 'xlangai/BRIGHT', bright: true, runs: 1, bytes: 12 + 7 + 11 + 4, partials: { files: 1, bytes: 4 } },
      { kind: 'model', repository: 'org/name', bright: false, runs: 0, bytes: 12 + 11, partials: { files: 0, bytes: 0 } },
    ],
  );
  const commits = repositories[0]!['commits'] as { commit: string; refs: string[]; files: number; bytes: number; runs: number }[];
  assert.deepEqual(commits.map(({ commit, refs, files, bytes, runs }) => [commit, refs, files, bytes, runs]).toSorted(), [
    [commitA, [], 2, 19, 1],
    [commitB, ['main'], 2, 18, 0],
  ]);
  assert.deepEqual(totals, { repositories: 2, bytes: 57, benchmarkBytes: 34, partialBytes: 4 });
});

test('ls as a table, and only what is named: a benchmark, a repository, one kind of it', async () => {
  const { run } = newPlace();
  const all = await run('ls');
  assert.equal(all.code, 0, all.stderr);
  assert.match(all.stdout, /xlangai\/BRIGHT +bbbbbbbbbbbb \(main\) +2 +18 B +\d{4}-\d\d-\d\d +bright/);
  assert.match(all.stdout, /models\/org\/name +aaaaaaaaaaaa +1 +12 B/);
  assert.match(all.stderr, /2 repositories, 53 B, of which 30 B belong to benchmarks/);
  for (const name of ['bright', 'bright:pony', 'xlangai/BRIGHT', 'datasets/xlangai/bright']) {
    assert.doesNotMatch((await run('ls', name)).stdout, /org\/name/, name);
  }
  assert.doesNotMatch((await run('ls', 'models/org/name')).stdout, /BRIGHT/);
});

test('a cache that is not there is empty', async () => {
  const home = temporaryFolder();
  const { code, stdout } = await runCli(['cache', 'ls'], { cwd: home, env: { HF_HOME: join(home, 'none') } });
  assert.equal(code, 0);
  assert.equal(stdout, 'no repositories in the cache\n');
});

const misused: readonly (readonly [args: readonly string[], message: RegExp])[] = [
  [['lst'], /cache lst: there is no such command\n.*Did you mean ls/],
  [['ls', 'brigt'], /brigt: there is no such repository in the cache .*\n.*cache ls/],
  [['ls', 'mini'], /mini: comes from a folder/],
  [['ls', '--dry-run'], /--dry-run belongs to `cache prune`/],
  [['prune', '--everything'], /--everything: name the benchmarks/],
];
for (const [args, message] of misused) {
  test(`cache ${args.join(' ')}: exit 2 and the next step`, async () => {
    const { code, stdout, stderr } = await newPlace().run(...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  });
}

test('verify of a whole cache: exit 0, and what was read', async () => {
  const { code, stdout, stderr } = await newPlace().run('verify');
  assert.equal(code, 0, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, /5 files read, 53 B/);
});

test('verify tells each damaged and missing file, and exits with 3; what no benchmark knows is to be removed', async () => {
  const { cache, run } = newPlace();
  const blob = join(cache, 'models--org--name', 'blobs', etag(now));
  writeFileSync(blob, 'A new table');
  rmSync(join(cache, bright, 'blobs', etag(both)));
  const { code, stdout, stderr } = await run('verify', '--format', 'json');
  assert.equal(code, 3);
  assert.match(stderr, /2 files are damaged or missing/);
  const { problems } = JSON.parse(stdout) as { problems: { kind: string; repository: string; path: string; next: string }[] };
  assert.deepEqual(
    problems.map(({ kind, repository, path }) => [kind, repository, path]),
    [
      ['missing', 'xlangai/BRIGHT', 'both'],
      ['altered', 'org/name', 'now'],
    ],
  );
  assert.equal(problems[1]!.next, `rm ${blob}`);
  assert.equal((await run('verify', 'xlangai/BRIGHT')).code, 3);
  assert.match((await run('verify', 'org/name')).stdout, /org\/name@bbbbbbbbbbbb: now +other bytes than its hash says/);
});

test('prune takes superseded commits and leftovers of benchmarks, and says first what that would be', async () => {
  const { cache, run } = newPlace();
  writeBlob(join(cache, bright), 'f'.repeat(64), 'orphan', 2);
  writeBlob(join(cache, bright), `${'e'.repeat(64)}.incomplete`, 'half', 2);
  const before = blobs(cache);
  const dry = await run('prune', '--dry-run', '--format', 'json');
  assert.equal(dry.code, 0, dry.stderr);
  const foretold = JSON.parse(dry.stdout) as { removed: { kind: string }[]; bytes: number; dryRun: boolean };
  assert.deepEqual(
    [foretold.removed.map(({ kind }) => kind), foretold.bytes, foretold.dryRun],
    [['commit', 'unlinked', 'partial'], 22, true],
  );
  assert.deepEqual(blobs(cache), before);
  assert.match(dry.stderr, /warning: runs: there are no stored runs, so that none keeps anything/);
  const { code, stdout, stderr } = await run('prune');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /commit aaaaaaaaaaaa, 1 file of its own +12 B/);
  assert.match(stderr, /freed 22 B/);
  assert.deepEqual(snapshots(cache), [commitB]);
  assert.deepEqual(blobs(cache), [etag(both), etag(now)].sort());
  assert.deepEqual(snapshots(cache, 'models--org--name'), [commitA, commitB], 'nobody named the model');
  assert.match((await run('prune')).stderr, /there is nothing to prune/);
});

test('prune takes from other repositories when they are named', async () => {
  const { cache, run } = newPlace();
  assert.equal((await run('prune', 'models/org/name')).code, 0);
  assert.deepEqual(snapshots(cache, 'models--org--name'), [commitB]);
  assert.deepEqual(snapshots(cache), [commitA, commitB]);
});

test('what a stored run refers to stays, unless it is said that it goes as well', async () => {
  const { home, cache, run } = newPlace();
  storeManifest(home, commitA, old);
  const kept = await run('prune');
  assert.equal(kept.code, 0, kept.stderr);
  assert.match(kept.stderr, /stays: xlangai\/BRIGHT: aaaaaaaaaaaa: 1 stored run refers to it/);
  assert.deepEqual(snapshots(cache), [commitA, commitB]);
  assert.equal((await run('prune', 'bright', '--everything')).code, 0);
  assert.deepEqual(snapshots(cache), [commitA]);
  assert.deepEqual(blobs(cache), [etag(both), etag(old)].sort());
  assert.equal((await run('prune', 'bright', '--everything', '--also-referenced')).code, 0);
  assert.ok(!existsSync(join(cache, bright)));
});

test('runs in another folder keep what they refer to when it is named', async () => {
  const { home, cache, run } = newPlace();
  const other = temporaryFolder();
  storeManifest(other, commitA);
  const args = ['prune', '--out', join(home, 'runs'), '--out', join(other, 'runs')];
  assert.equal((await run(...args)).code, 0);
  assert.deepEqual(snapshots(cache), [commitA, commitB]);
});

test('a manifest that can not be read stops a removal: nobody knows what its run refers to', async () => {
  const { home, cache, run } = newPlace();
  storeManifest(home, commitA);
  writeFileSync(join(home, 'runs/bright/pony/bm25/manifest.json'), '{"settings":');
  const { code, stderr } = await run('prune');
  assert.equal(code, 3);
  assert.match(stderr, /manifest\.json: can't be read, so that it is not known what its run refers to\n.*--also-referenced/);
  assert.deepEqual(snapshots(cache), [commitA, commitB]);
  assert.equal((await run('ls')).code, 0);
});

let hub: HubServer;
before(async () => {
  if (shared !== undefined) hub = await startHubServer();
});
after(() => hub?.stop());

test('verify names the command that repairs a split, and that command does', { skip: needsShared }, async () => {
  const home = temporaryFolder();
  const brightline = (...args: readonly string[]): Promise<Outcome> =>
    runCli(args, { cwd: home, env: { HF_HOME: home, HF_ENDPOINT: hub.endpoint } });
  assert.equal((await brightline('fetch', 'bright:theoremqa_theorems', '--quiet')).code, 0);
  const [commit] = snapshots(join(home, 'hub'));
  const damage: readonly ((blob: string) => void)[] = [
    (blob) => truncateSync(blob, 100_000),
    (blob) => writeFileSync(blob, Buffer.alloc(statSync(blob).size, 'x')),
    (blob) => rmSync(blob),
  ];
  for (const harm of damage) {
    const blob = realpathSync(join(home, 'hub', bright, 'snapshots', commit!, 'documents/theoremqa_theorems-00000-of-00001.parquet'));
    harm(blob);
    const verified = await brightline('cache', 'verify', 'bright', '--format', 'json');
    assert.equal(verified.code, 3, verified.stderr);
    const { problems } = JSON.parse(verified.stdout) as { problems: { next: string }[] };
    assert.equal(problems.length, 1);
    const { next } = problems[0]!;
    assert.equal(next, 'brightline fetch --force bright:theoremqa_theorems');
    assert.equal((await brightline(...next.split(' ').slice(1), '--quiet')).code, 0);
    assert.equal((await brightline('cache', 'verify', 'bright')).code, 0);
  }
});

test('fetch says beforehand how much will come and what is here, and tells what it waits for', { skip: needsShared }, async () => {
  const home = temporaryFolder();
  const server = await startHubServer('--fault', '429:documents/');
  try {
    const fetch = (...args: readonly string[]): Promise<Outcome> =>
      runCli(['fetch', 'bright:theoremqa_theorems', ...args], { cwd: home, env: { HF_HOME: home, HF_ENDPOINT: server.endpoint } });
    const dry = await fetch('--dry-run', '--format', 'json');
    assert.equal(dry.code, 0, dry.stderr);
    const { plan } = JSON.parse(dry.stdout) as { plan: { download: unknown; here: unknown; left: number; needed: number; free: number } };
    assert.deepEqual(plan.download, { files: 2, bytes: 5_283_580 });
    assert.deepEqual([plan.here, plan.left, plan.needed], [{ files: 0, bytes: 0 }, 0, 5_283_580]);
    assert.ok(plan.free > 0);
    const fetched = await fetch();
    assert.equal(fetched.code, 0, fetched.stderr);
    assert.match(fetched.stderr, /to download: 5\.3 MB in 2 files; here already: nothing; free in /);
    assert.match(fetched.stderr, /^xlangai\/BRIGHT@\w+: documents\/.* answered HTTP 429 .*; the next try is in 1\.0 s$/m);
    assert.match((await fetch()).stderr, /to download: nothing; here already: 5\.3 MB in 2 files\n/);
    assert.equal((await fetch('--force', '--quiet')).stderr, '');
  } finally {
    await server.stop();
  }
});
