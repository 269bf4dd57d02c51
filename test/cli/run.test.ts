import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ScoreRow } from '../../src/report/score-row.ts';
import type { Manifest } from '../../src/run/manifest.ts';
import { readRun } from '../../src/run/read-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
const offline = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') };
const run = (out: string, ...args: string[]): Promise<Outcome> =>
  runCli(['run', '-b', 'mini', '--out', join(folder, out), ...args], { env: offline });

interface RunJson {
  readonly rows: readonly ScoreRow[];
  readonly runs: readonly { readonly split: string; readonly run: string; readonly manifest: string; readonly reused: boolean }[];
  readonly warnings: readonly string[];
}

async function runJson(out: string, ...args: string[]): Promise<RunJson> {
  const { code, stdout, stderr } = await run(out, '--format', 'json', '--quiet', ...args);
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /^(?!warning: ).+/m, 'with --quiet only warnings are left');
  return JSON.parse(stdout) as RunJson;
}

const files = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(path, name)).isFile());

test('the main job on mini: a column per split, an average, and a run with a manifest for each', async () => {
  const { code, stdout, stderr } = await run('main');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /nDCG@10, percent · bright-paper · original queries/);
  assert.match(stdout, /System +House\. +Proofs +Script\. +Avg\. \(macro\)/);
  assert.match(stderr, /mini:proofs bm25 \(bright-paper\): 18 topics, 104 documents, as in version "1"; made in /);
  assert.match(stdout, /bm25 +\d+\.\d +\d+\.\d +\d+\.\d +\d+\.\d/);
  assert.deepEqual(files(join(folder, 'main')).sort(), [
    ...['household', 'proofs', 'scripting'].flatMap((split) => [`mini/${split}/bm25/manifest.json`, `mini/${split}/bm25/run.trec`]),
  ]);
  const manifest = JSON.parse(readFileSync(join(folder, 'main/mini/proofs/bm25/manifest.json'), 'utf8')) as Manifest;
  assert.deepEqual(manifest.counts, { documents: 104, topics: 18, judgments: 40, excluded: 31 });
  assert.deepEqual(manifest.version, { matches: ['1'], warning: null });
  assert.deepEqual(Object.keys(manifest.seconds), ['load', 'index', 'search']);
  assert.match(manifest.command, /^brightline run -b mini --out /);
  assert.ok(manifest.peakMemory > 1e6);
});

test('JSON rows carry everything that tells a score from another; the table shows the same figures', async () => {
  const { rows, runs, warnings } = await runJson('json', '-r', 'bm25', '-r', 'bm25:protocol=anserini-bm25', '-m', 'nDCG@10,R@100');
  assert.equal(rows.length, 2 * 3 * 2);
  assert.ok(warnings.every((warning) => /order of tied documents moves/.test(warning)));
  assert.equal(runs.length, 6);
  const [first] = rows;
  assert.deepEqual(Object.keys(first!), ['benchmark', 'split', 'system', 'protocol', 'queries', 'measure', 'value', 'topics']);
  assert.deepEqual(
    { ...first, value: 0 },
    {
      benchmark: 'mini',
      split: 'household',
      system: 'bm25',
      protocol: 'bright-paper',
      queries: 'original',
      measure: 'nDCG@10',
      value: 0,
      topics: 14,
    },
  );
  const { stdout } = await run('json', '-r', 'bm25', '-r', 'bm25:protocol=anserini-bm25', '--format', 'csv', '-m', 'nDCG@10');
  const value = stdout
    .split('\n')
    .find((line) => line.startsWith('mini,proofs,bm25,anserini-bm25,'))
    ?.split(',')[6];
  const row = rows.find(({ split, protocol, measure }) => split === 'proofs' && protocol === 'anserini-bm25' && measure === 'nDCG@10');
  assert.equal(Number(value), row?.value);
});

test('running again reuses what is finished; a changed setting, a damaged run or --fresh does not', async () => {
  const states = async (...args: string[]): Promise<boolean[]> => (await runJson('again', ...args)).runs.map(({ reused }) => reused);
  const once = await runJson('again');
  assert.deepEqual(
    once.runs.map(({ reused }) => reused),
    [false, false, false],
  );
  const twice = await runJson('again');
  assert.deepEqual(
    twice.runs.map(({ reused }) => reused),
    [true, true, true],
  );
  assert.deepEqual(twice.rows, once.rows);

  for (const changed of [
    ['--depth', '5'],
    ['--limit', '3'],
    ['--queries', 'worked'],
    ['-r', 'bm25:b=0.5'],
    ['--protocol', 'anserini-bm25'],
  ]) {
    assert.deepEqual(await states(...changed), [false, false, false], changed.join(' '));
  }
  assert.deepEqual(await states(), [true, true, true], 'variants stand side by side');
  assert.deepEqual(await states('--fresh'), [false, false, false]);

  const place = join(folder, 'again/mini/proofs/bm25');
  writeFileSync(join(place, 'run.trec'), readFileSync(join(place, 'run.trec'), 'utf8').slice(0, 1000));
  assert.deepEqual(await states(), [true, false, true], 'a run cut short is made again');
  writeFileSync(join(place, 'manifest.json'), '{');
  assert.deepEqual(await states(), [true, false, true], 'so is one whose manifest is broken');
  assert.deepEqual((await runJson('again')).rows, once.rows);
});

test('reasoned queries beat the original ones, and never take their place', async () => {
  const value = ({ rows }: RunJson): number => rows.find(({ split, measure }) => split === 'household' && measure === 'nDCG@10')!.value;
  const original = await runJson('reasoned');
  const worked = await runJson('reasoned', '--queries', 'worked');
  assert.ok(value(worked) > value(original) + 0.2);
  assert.equal(worked.rows[0]?.queries, 'worked');
  assert.equal(value(await runJson('reasoned')), value(original));
});

test('long documents are judged by their own qrels, recall@1 first', async () => {
  const { code, stdout } = await runCli(['run', '-b', 'mini:household', '--long-documents', '--out', join(folder, 'long')], {
    env: offline,
  });
  assert.equal(code, 0);
  assert.match(stdout, /^mini: R@1, percent/);
});

test('the order of splits and systems asked for is the order of columns and rows', async () => {
  const { stdout } = await runCli(
    [
      'run',
      '-b',
      'mini:scripting,household',
      '-r',
      'bm25:k1=2',
      '-r',
      'bm25',
      '--name',
      'B',
      '--name',
      'A',
      '--out',
      join(folder, 'order'),
      '--format',
      'md',
      '--quiet',
    ],
    { env: offline },
  );
  const lines = stdout.split('\n').filter((line) => line.startsWith('|'));
  assert.match(lines[0]!, /^\| System +\| +Script\. \| +House\. \| Avg\. \(macro\) \|$/);
  assert.match(lines[2]!, /^\| B /);
  assert.match(lines[3]!, /^\| A /);
});

test('ids with spaces and other scripts survive the round trip', async () => {
  const { runs } = await runJson('ids');
  const stored = await readRun(runs.find(({ split }) => split === 'household')!.run);
  const ids = new Set([...stored.rankings.values()].flatMap((ranking) => ranking.ids));
  assert.ok([...ids].some((id) => id.includes(' ')));
  assert.ok([...ids].some((id) => /[^\0-\x7F]/.test(id)));
  assert.equal(ids.size, 77, 'every document of the split is ranked by bright-paper, whole ids only');
});

test('a measure that counts is printed as a count', async () => {
  const { stdout } = await run('counts', '-m', 'NumRel');
  assert.match(stdout, /^mini: NumRel · bright-paper/);
  assert.match(stdout, /bm25 +40 +40 +62 /);
});

test('--per-topic adds a row for every topic, whose mean is the row above', async () => {
  const { rows } = await runJson('topics', '-m', 'nDCG@10', '--per-topic');
  const proofs = rows.filter(({ split, topic }) => split === 'proofs' && topic !== undefined);
  const mean = rows.find(({ split, topic }) => split === 'proofs' && topic === undefined)!;
  assert.equal(proofs.length, mean.topics);
  assert.ok(Math.abs(proofs.reduce((sum, { value }) => sum + value, 0) / mean.topics - mean.value) < 1e-12);
});

test('--dry-run says what would be done, and does nothing', async () => {
  const { code, stdout } = await run('dry', '--dry-run', '--format', 'json');
  assert.equal(code, 0);
  const { steps } = JSON.parse(stdout) as { steps: readonly { action: string; download: number }[] };
  assert.deepEqual(
    steps.map(({ action, download }) => [action, download]),
    [
      ['run', 0],
      ['run', 0],
      ['run', 0],
    ],
  );
  assert.throws(() => statSync(join(folder, 'dry')));
});

const wrong: readonly (readonly [args: string, code: number, message: RegExp])[] = [
  ['run -b brigt', 2, /benchmark "brigt".*\n.*mean bright\?/],
  ['run -b mini:proof', 2, /no split "proof"\n.*mean proofs\?/],
  ['run -b mini --protocol bright-papr', 2, /protocol "bright-papr".*\n.*mean bright-paper\?/],
  ['run -b mini -r bm52', 2, /retriever "bm52".*\n.*mean bm25\?/],
  ['run -b mini -r bm25:k2=1', 2, /setting of bm25 "k2".*\n.*Known: protocol, k1, b/],
  ['run -b mini -r bm25:k1=much', 2, /k1 is "much", where a number of at least 0/],
  ['run -b mini -r bm25:b=1.5', 2, /b is "1.5", where a number from 0 to 1/],
  ['run -b mini -r bm25:b', 2, /"b" is not key=value/],
  ['run -b mini -r nowhere.json', 2, /nowhere\.json: there is no such file/],
  ['run -b mini --queries work', 2, /no queries named "work"\n.*mean worked\?/],
  ['run -b mini -m nDGC@10', 2, /unknown measure: nDGC@10\n.*mean nDCG@10\?/],
  ['run -b mini --format tabel', 2, /--format: "tabel".*one of table, json, md, csv was expected\n.*mean table\?/],
  ['run -b mini --depht 3', 2, /unknown option or argument: depht\n.*mean --depth\?/],
  ['run -b mini --depth 0', 2, /--depth: 0 was given, where a whole number of at least 1/],
  ['run -b mini --limit many', 2, /--limit: no number was given/],
  ['run -b mini -r bm25 -r bm25', 2, /two systems are named bm25/],
  ['run -b mini --revision v1', 2, /revision "v1".*ships in a folder/],
  ['run -b mini:proofs --long-documents', 2, /long/],
  ['run', 2, /benchmark/],
  ['rnu', 2, /unknown command: rnu\n.*mean run\?/],
  ['list measurez', 2, /no such list\n.*mean measures\?/],
  ['fetch bright:aop', 2, /no split "aop"\n.*mean aops/],
  ['run -b bright:pony', 3, /HF_HUB_OFFLINE/],
];

for (const [args, code, message] of wrong) {
  test(`brightline ${args}: exit ${code}, one clear message, nothing on stdout`, async () => {
    const out = args.startsWith('run') ? ['--out', join(folder, 'wrong')] : [];
    const outcome = await runCli([...args.split(' '), ...out], { env: offline });
    assert.equal(outcome.code, code, outcome.stderr);
    assert.match(outcome.stderr, message);
    assert.doesNotMatch(outcome.stderr, /\n\s+at |unexpected/);
    assert.equal(outcome.stdout, '');
    assert.throws(() => statSync(join(folder, 'wrong')), 'nothing is written');
  });
}

test('a place that cannot be written is exit 3, and what stood there stays', async () => {
  writeFileSync(join(folder, 'file'), 'mine');
  const { code, stderr } = await run('file');
  assert.equal(code, 3);
  assert.match(stderr, /can't be written/);
  assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'mine');
  if (process.getuid?.() !== 0) {
    mkdirSync(join(folder, 'locked'));
    chmodSync(join(folder, 'locked'), 0o500);
    assert.equal((await run('locked')).code, 3);
    chmodSync(join(folder, 'locked'), 0o700);
  }
});

test('stdout holds nothing but results, and a reader that goes away is no error', async () => {
  const { stdout } = await run('quiet', '--format', 'json');
  assert.doesNotThrow(() => JSON.parse(stdout));
});

test('help answers, with examples that work', async () => {
  const { code, stdout } = await runCli(['run', '--help']);
  assert.equal(code, 0);
  const examples = [...stdout.matchAll(/brightline (run -b mini\S*(?: -\S+ [^\s]+)*)/g)].map((match) => match[1]!.trim().split(/\s+/));
  assert.ok(examples.length >= 2, stdout);
  for (const example of examples) {
    const outcome = await runCli([...example, '--out', join(folder, 'help')], { env: offline });
    assert.equal(outcome.code, 0, `${example.join(' ')}: ${outcome.stderr}`);
  }
  rmSync(join(folder, 'help'), { recursive: true });
});

for (const what of ['benchmarks', 'splits', 'retrievers', 'protocols', 'measures', 'runs']) {
  test(`list ${what}, in every format`, async () => {
    const args = what === 'runs' ? ['--out', join(folder, 'main')] : [];
    for (const format of ['table', 'md', 'csv', 'json']) {
      const { code, stdout, stderr } = await runCli(['list', what, '--format', format, ...args]);
      assert.equal(code, 0, stderr);
      assert.ok(stdout.split('\n').length > 1);
      if (format === 'json') assert.ok((JSON.parse(stdout) as Record<string, unknown[]>)[what]!.length > 0);
    }
  });
}
