import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { readRun } from '../../src/run/read-run.ts';
import { assertGoldenRankings, goldenRankings } from '../golden-rankings.ts';
import { type HubServer, startHubServer } from '../hub-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
let hub: HubServer;
before(async () => {
  if (shared !== undefined) hub = await startHubServer();
});
after(() => hub?.stop());

const split = 'bright:theoremqa_theorems';
let homes = 0;
/** A cache of its own. */
const newHome = (): string => join(folder, `home-${homes++}`);

function brightline(args: readonly string[], home: string, endpoint = hub.endpoint, env: Record<string, string> = {}): Promise<Outcome> {
  return runCli(args, { env: { HF_ENDPOINT: endpoint, HF_HOME: home, ...env } });
}

/** Files of a cache, but for its lock files. */
const cached = (home: string): string[] =>
  readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(home, name)).isFile());
const parquetIn = (home: string, part: string): string => {
  const found = cached(home).find((name) => name.includes('snapshots') && name.includes(part));
  assert.ok(found, `no ${part} in ${home}`);
  return join(home, found);
};

const shown = [
  { protocol: 'bright-paper', golden: 'bright-paper', nDCG: '0.0435', AP: '0.0317', RR: '0.0468', R100: '0.1776', R1000: '0.4200' },
  { protocol: 'anserini-bm25qs', golden: 'lucene-bm25qs', nDCG: '0.0439', AP: '0.0321', RR: '0.0473', R100: '0.1776', R1000: '0.4134' },
  { protocol: 'anserini-bm25', golden: 'lucene-bm25', nDCG: '0.0229', AP: '0.0205', RR: '0.0346', R100: '0.1206', R1000: '0.3813' },
] as const;

for (const { protocol, golden, ...expected } of shown) {
  test(`BM25 on theoremqa_theorems under ${protocol}: scores and rankings are the reference's`, { skip: needsShared }, async () => {
    const out = join(folder, 'golden');
    const args = ['run', '-b', split, '-r', 'bm25', '--protocol', protocol, '-m', 'nDCG@10,AP,RR,R@100,R@1000', '--out', out];
    const { code, stdout, stderr } = await brightline([...args, '--format', 'json'], join(folder, 'golden-home'));
    assert.equal(code, 0, stderr);
    const { rows, runs } = JSON.parse(stdout) as { rows: ScoreRow[]; runs: { run: string; version: unknown }[] };
    const value = Object.fromEntries(
      rows.map((row) => [row.measure.replace('@10', '').replace(/^R(00?)$/, 'R10$1'), row.value.toFixed(4)]),
    );
    assert.deepEqual(value, expected);
    assert.equal(rows[0]!.topics, 76);
    assert.deepEqual(runs[0]!.version, { matches: ['paper'], warning: null });

    const run = await readRun(runs[0]!.run);
    const reference = goldenRankings(`theoremqa_theorems.original.${golden}.trec.gz`);
    assert.equal(reference.size, 76);
    assertGoldenRankings(run, reference, golden === 'bright-paper' ? 'to the sixth digit' : 'as float32');
  });
}

test('a revision is resolved to its commit, recorded, and never mixed up with another', { skip: needsShared }, async () => {
  const home = newHome();
  const out = join(folder, 'revisions');
  const pinned = 'a75a0eb483f6a5233a6efc2d63d71540a4443dfb';
  for (const args of [[], ['--revision', pinned]]) {
    const { code, stdout, stderr } = await brightline(
      ['run', '-b', split, '--limit', '2', '--out', out, '--format', 'json', ...args],
      home,
    );
    assert.equal(code, 0, stderr);
    const { runs } = JSON.parse(stdout) as { runs: { dataset: { revision: string; commit: string }; run: string }[] };
    assert.match(runs[0]!.dataset.commit, /^[0-9a-f]{40}$/);
    assert.equal(runs[0]!.dataset.revision, args[1] ?? 'main');
    if (args.length > 0) assert.equal(runs[0]!.dataset.commit, pinned);
  }
  assert.equal(readdirSync(join(out, 'bright/theoremqa_theorems')).length, 2);
});

test('fetch, then work offline without one request', { skip: needsShared }, async () => {
  const home = newHome();
  const own = await startHubServer();
  try {
    const fetched = await brightline(['fetch', split, '--format', 'json'], home, own.endpoint);
    assert.equal(fetched.code, 0, fetched.stderr);
    const { files } = JSON.parse(fetched.stdout) as { files: { state: string; hash: string }[] };
    assert.deepEqual(
      files.map(({ state }) => state),
      ['downloaded', 'downloaded'],
    );
    const before = await own.stats();
    const args = ['run', '-b', split, '--limit', '2', '--out', join(folder, 'offline'), '--quiet'];
    const offline = await brightline(args, home, own.endpoint, { HF_HUB_OFFLINE: '1' });
    assert.equal(offline.code, 0, offline.stderr);
    assert.deepEqual(await own.stats(), { ...before, api: before.api });
    const again = await brightline(['fetch', split, '--format', 'json'], home, own.endpoint);
    assert.ok((JSON.parse(again.stdout) as { files: { state: string }[] }).files.every(({ state }) => state === 'here'));
  } finally {
    await own.stop();
  }
});

test('the cache has the layout that Python writes: blobs by hash, snapshots that link to them, refs', { skip: needsShared }, async () => {
  const home = newHome();
  assert.equal((await brightline(['fetch', split], home)).code, 0);
  const root = join(home, 'hub', 'datasets--xlangai--BRIGHT');
  assert.deepEqual(
    readdirSync(root)
      .filter((name) => ['blobs', 'refs', 'snapshots'].includes(name))
      .sort(),
    ['blobs', 'refs', 'snapshots'],
  );
  const commit = readFileSync(join(root, 'refs/main'), 'utf8');
  const file = join(root, 'snapshots', commit, 'documents/theoremqa_theorems-00000-of-00001.parquet');
  assert.match(realpathSync(file), /blobs\/3f5d942214318b3f2f740aa509a5e3516e496273d573d2be4db33c302d4b81df$/);
});

const recovered = ['503', '429', 'cut'] as const;
for (const fault of recovered) {
  test(`a Hub that answers ${fault} once only slows the download down`, { skip: needsShared }, async () => {
    const server = await startHubServer('--fault', fault);
    try {
      const home = newHome();
      const { code, stderr, stdout } = await brightline(
        ['run', '-b', split, '-m', 'nDCG@10', '--format', 'json', '--out', join(folder, fault)],
        home,
        server.endpoint,
      );
      assert.equal(code, 0, stderr);
      assert.equal((JSON.parse(stdout) as { rows: ScoreRow[] }).rows[0]!.value.toFixed(4), '0.0435');
      assert.deepEqual(
        cached(home).filter((name) => name.endsWith('.incomplete')),
        [],
      );
    } finally {
      await server.stop();
    }
  });
}

test('a corrupt download is refused, and no half or wrong file gets a final name', { skip: needsShared }, async () => {
  const server = await startHubServer('--fault', 'corrupt:documents/');
  try {
    const home = newHome();
    const out = join(folder, 'corrupt');
    const { code, stderr, stdout } = await brightline(['run', '-b', split, '--out', out], home, server.endpoint);
    assert.equal(code, 3, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /documents\/theoremqa_theorems.*3f5d9422/s);
    assert.ok(!cached(home).some((name) => name.includes('documents') || name.includes('3f5d942214318b3f')), cached(home).join('\n'));
    assert.ok(!existsSync(out));
    // The same cache against a healthy Hub goes on from there.
    assert.equal((await brightline(['run', '-b', split, '--limit', '1', '--out', out], home)).code, 0);
  } finally {
    await server.stop();
  }
});

test('a Hub that never answers is given up, with the endpoint and the next step', { skip: needsShared }, async () => {
  const server = await startHubServer('--fault', 'hang:examples/');
  try {
    const env = { HF_HUB_DOWNLOAD_TIMEOUT: '1' };
    const outcome = runCli(['run', '-b', split, '--out', join(folder, 'hang')], {
      env: { HF_ENDPOINT: server.endpoint, HF_HOME: newHome(), ...env },
    });
    const { code, stderr } = await outcome;
    assert.equal(code, 3, stderr);
    assert.match(stderr, /127\.0\.0\.1/);
  } finally {
    await server.stop();
  }
});

const refused: readonly (readonly [name: string, args: readonly string[], serverArgs: readonly string[], message: RegExp])[] = [
  ['a gated dataset', [], ['--gated', 'xlangai/BRIGHT'], /HF_TOKEN/],
  ['an unknown revision', ['--revision', 'no-such-branch'], [], /no-such-branch/],
];
for (const [name, args, serverArgs, message] of refused) {
  test(`${name}: exit 3 and the next step`, { skip: needsShared }, async () => {
    const server = await startHubServer(...serverArgs);
    try {
      const { code, stderr, stdout } = await brightline(
        ['run', '-b', split, ...args, '--out', join(folder, 'refused')],
        newHome(),
        server.endpoint,
      );
      assert.equal(code, 3, stderr);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.equal(stdout, '');
    } finally {
      await server.stop();
    }
  });
}

test('a gated dataset opens with a token', { skip: needsShared }, async () => {
  const server = await startHubServer('--gated', 'xlangai/BRIGHT');
  try {
    const { code, stderr } = await brightline(['fetch', split], newHome(), server.endpoint, { HF_TOKEN: 'hf_anything' });
    assert.equal(code, 0, stderr);
  } finally {
    await server.stop();
  }
});

test('a split that the repository lacks: exit 3, naming what was looked for', { skip: needsShared }, async () => {
  const { code, stderr } = await brightline(['run', '-b', 'bright:pony', '--out', join(folder, 'lacks')], newHome());
  assert.equal(code, 3);
  assert.match(stderr, /pony/);
});

test('a Hub out of reach: exit 3, with the endpoint', async () => {
  const { code, stderr } = await runCli(['run', '-b', split, '--out', join(folder, 'unreachable')], {
    env: { HF_ENDPOINT: 'http://127.0.0.1:9', HF_HOME: newHome() },
  });
  assert.equal(code, 3, stderr);
  assert.match(stderr, /127\.0\.0\.1:9/);
  assert.doesNotMatch(stderr, /\n\s+at /);
});

test('a truncated file in the cache is downloaded again; offline it is named, with the next step', { skip: needsShared }, async () => {
  const home = newHome();
  const out = join(folder, 'truncated');
  assert.equal((await brightline(['fetch', split], home)).code, 0);
  truncateSync(realpathSync(parquetIn(home, 'documents/')), 100_000);
  const offline = await brightline(['run', '-b', split, '--out', out], home, hub.endpoint, { HF_HUB_OFFLINE: '1' });
  assert.equal(offline.code, 3, offline.stderr);
  assert.match(offline.stderr, /documents\/theoremqa_theorems/);
  assert.ok(!existsSync(out));
  const online = await brightline(['run', '-b', split, '--limit', '1', '--out', out], home);
  assert.equal(online.code, 0, online.stderr);
});

test('a wrong file of the right size in the cache is named, and fetch --force repairs it', { skip: needsShared }, async () => {
  const home = newHome();
  const out = join(folder, 'damaged');
  assert.equal((await brightline(['fetch', split], home)).code, 0);
  const blob = realpathSync(parquetIn(home, 'documents/'));
  writeFileSync(blob, Buffer.alloc(statSync(blob).size, 'not parquet at all '));
  const { code, stderr } = await brightline(['run', '-b', split, '--out', out], home);
  assert.equal(code, 3, stderr);
  assert.match(stderr, /documents\/theoremqa_theorems/);
  assert.match(stderr, /brightline fetch --force/);
  assert.ok(!existsSync(out));
  const repaired = await brightline(['fetch', '--force', split, '--format', 'json'], home);
  assert.equal(repaired.code, 0, repaired.stderr);
  assert.match(repaired.stdout, /repaired/);
  assert.equal((await brightline(['run', '-b', split, '--limit', '1', '--out', out], home)).code, 0);
});

test('Ctrl-C in a download: exit 130, nothing half written, and the next run goes on', { skip: needsShared }, async () => {
  const server = await startHubServer('--fault', 'slow:documents/');
  const home = newHome();
  const out = join(folder, 'interrupted');
  try {
    const { code, stderr } = await runCli(['fetch', split], {
      env: { HF_ENDPOINT: server.endpoint, HF_HOME: home },
      interruptAt: 'to download',
    });
    assert.equal(code, 130, stderr);
    assert.match(stderr, /stopped; what is finished is kept/);
    assert.ok(!cached(home).some((name) => name.includes('snapshots') && name.includes('documents')));
  } finally {
    await server.stop();
  }
  assert.equal((await brightline(['run', '-b', split, '--limit', '1', '--out', out], home)).code, 0);
});

test('reasoned queries replace the text and keep everything else, so the counts still match under --strict', {
  skip: needsShared,
}, async () => {
  const args = [
    'run',
    '-b',
    split,
    '--queries',
    'tongsearch-qr-7b',
    '--strict',
    '-m',
    'nDCG@10',
    '--format',
    'json',
    '--out',
    join(folder, 'strict'),
  ];
  const { code, stdout, stderr } = await brightline(args, newHome());
  assert.equal(code, 0, stderr);
  const { rows } = JSON.parse(stdout) as { rows: ScoreRow[] };
  assert.equal(rows[0]!.queries, 'tongsearch-qr-7b');
  assert.ok(rows[0]!.value > 0.1);
});

test('counts that match no known version: a loud warning with both numbers, kept in the manifest; an error under --strict', {
  skip: needsShared,
}, async () => {
  // The Hub of the test serves what lies under its root: a copy of the dataset whose topics are those of another split.
  const root = join(folder, 'other-root');
  const bright = join(root, 'datasets/xlangai/BRIGHT');
  const real = join(shared!, 'hub/datasets/xlangai/BRIGHT');
  for (const part of ['examples', 'documents']) mkdirSync(join(bright, part), { recursive: true });
  const name = 'theoremqa_theorems-00000-of-00001.parquet';
  copyFileSync(join(real, 'documents', name), join(bright, 'documents', name));
  copyFileSync(join(real, 'examples/pony-00000-of-00001.parquet'), join(bright, 'examples', name));
  const server = await startHubServer('--root', root);
  try {
    const out = join(folder, 'counts');
    const home = newHome();
    const lenient = await brightline(['run', '-b', split, '--out', out, '--limit', '3', '--quiet'], home, server.endpoint);
    assert.match(lenient.stderr, /warning: bright:theoremqa_theorems: 112 topics, where version "paper" has 76/);
    const [manifest] = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('manifest.json'));
    assert.match(readFileSync(join(out, manifest!), 'utf8'), /112 topics, where version/);
    const strict = await brightline(['run', '-b', split, '--out', join(folder, 'none'), '--strict'], home, server.endpoint);
    assert.equal(strict.code, 3);
    assert.match(strict.stderr, /^brightline: bright:theoremqa_theorems: 112 topics, where version "paper" has 76/m);
    assert.ok(!existsSync(join(folder, 'none')));
  } finally {
    await server.stop();
  }
});
