import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

const brightline = (...args: readonly string[]): Promise<Outcome> =>
  runCli([...args, '--out', join(folder, 'runs'), '--format', 'json'], {
    env: { HF_ENDPOINT: hub.endpoint, HF_HOME: join(folder, 'home') },
  });

interface Result {
  readonly rows: readonly ScoreRow[];
  readonly runs: readonly {
    readonly split: string;
    readonly system: string;
    readonly protocol: string;
    readonly run: string;
    readonly manifest: string;
    readonly counts: unknown;
    readonly version: unknown;
  }[];
}

const systems = ['bright-paper', 'anserini-bm25qs', 'anserini-bm25'].flatMap((protocol) => ['-r', `bm25:protocol=${protocol}`]);
const golden: Readonly<Record<string, string>> = {
  'bright-paper': 'bright-paper',
  'anserini-bm25qs': 'lucene-bm25qs',
  'anserini-bm25': 'lucene-bm25',
};

/** What trec_eval says of the reference rankings: nDCG@10 to four places. */
const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  winogrande: { 'bright-paper': '0.5687', 'anserini-bm25qs': '0.5654', 'anserini-bm25': '0.5509' },
  'ARC-Challenge': { 'bright-paper': '0.0542', 'anserini-bm25qs': '0.0542', 'anserini-bm25': '0.0553' },
};

for (const benchmark of ['rar-b', 'rar-b-mteb', 'hf:RAR-b', 'hf:mteb']) {
  test(`${benchmark}: the counts are mteb's, and BM25's rankings the reference's`, { skip: needsShared }, async () => {
    const mirror = benchmark.endsWith('mteb');
    const names = benchmark.startsWith('hf:')
      ? [`${benchmark}/${mirror ? 'WinoGrande' : 'winogrande'}`, `${benchmark}/${mirror ? 'ARCChallenge:test' : 'ARC-Challenge:test'}`]
      : [`${benchmark}:winogrande,ARC-Challenge`];
    const { code, stdout, stderr } = await brightline('run', ...names.flatMap((name) => ['-b', name]), ...systems, '-m', 'nDCG@10');
    assert.equal(code, 0, stderr);
    const { rows, runs } = JSON.parse(stdout) as Result;
    assert.equal(runs.length, 6);
    for (const { split, protocol, run, counts, version } of runs) {
      const task = /winogrande/i.test(run) ? 'winogrande' : 'ARC-Challenge';
      const [documents, topics] = task === 'winogrande' ? [5095, 1267] : [9350, 1172];
      assert.deepEqual(counts, { documents, topics, judgments: topics, excluded: 0 });
      if (!benchmark.startsWith('hf:')) assert.deepEqual([split, version], [task, { matches: ['mteb'], warning: null }]);
      const reference = goldenRankings(`${task}.${golden[protocol]}.trec.gz`);
      assert.equal(reference.size, topics);
      assertGoldenRankings(await readRun(run), reference, protocol === 'bright-paper' ? 'to the sixth digit' : 'as float32');
      const { value } = rows.find((row) => row.protocol === protocol && row.topics === topics)!;
      assert.equal(value.toFixed(4), expected[task]![protocol]);
    }
  });
}

test('both layouts give the same run, to the byte', { skip: needsShared }, async () => {
  const runs: Result['runs'][] = [];
  for (const benchmark of ['rar-b', 'rar-b-mteb']) {
    const { code, stdout, stderr } = await brightline('run', '-b', `${benchmark}:winogrande`, '--limit', '200');
    assert.equal(code, 0, stderr);
    runs.push((JSON.parse(stdout) as Result).runs);
  }
  assert.deepEqual(readFileSync(runs[0]![0]!.run), readFileSync(runs[1]![0]!.run));
});

test('with and without instruction are two systems, and only the instruction is between them', { skip: needsShared }, async () => {
  const args = ['run', '-b', 'rar-b:winogrande', '--instruction', 'both', '--limit', '50', '-m', 'nDCG@10'];
  const { code, stdout, stderr } = await brightline(...args);
  assert.equal(code, 0, stderr);
  const { rows, runs } = JSON.parse(stdout) as Result;
  assert.deepEqual(
    rows.map(({ system }) => system),
    ['bm25', 'bm25+instruction'],
  );
  const settings = runs.map(
    ({ manifest }) => (JSON.parse(readFileSync(manifest, 'utf8')) as { settings: Record<string, unknown> }).settings,
  );
  const { instruction, ...rest } = settings[1]!;
  assert.equal(instruction, 'Given the following sentence, retrieve an appropriate answer to fill in the missing underscored part.');
  assert.deepEqual(rest, settings[0]);
  assert.notDeepEqual(readFileSync(runs[0]!.run), readFileSync(runs[1]!.run));
});

test('a benchmark without instructions says so', async () => {
  const { code, stderr } = await runCli(['run', '-b', 'mini:proofs', '--instruction', 'with', '--out', join(folder, 'none')]);
  assert.equal(code, 2);
  assert.match(stderr, /mini:proofs: there is no instruction for this split/);
});

test('a split that a dataset on the Hub lacks is answered with those that it has', { skip: needsShared }, async () => {
  const { code, stderr } = await brightline('run', '-b', 'hf:RAR-b/winogrande:dev');
  assert.equal(code, 2);
  assert.match(stderr, /RAR-b\/winogrande@main has no judgments for the split "dev"[\s\S]*It judges: test/);
});
