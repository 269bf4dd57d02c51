import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { FloorResult, Verdict } from '../../src/check/verdict.ts';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { packageRoot } from '../../src/support/package-root.ts';
import { version } from '../../src/support/version.ts';
import { splits } from '../check/rader.ts';
import { startHubServer } from '../hub-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli, type SpawnOptions } from './spawn.ts';

const folder = temporaryFolder();
const out = join(folder, 'runs');
const env = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') };
const cli = (args: readonly string[], more: SpawnOptions['env'] = {}): Promise<Outcome> =>
  runCli(args, { env: { ...env, ...more }, cwd: folder });
const check = (...args: string[]): Promise<Outcome> => cli(['check', '--out', out, '--quiet', ...args]);
const committed = join(packageRoot(), 'runs', 'mini.baseline.json');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

interface CheckJson {
  readonly passed: boolean;
  readonly rows: readonly ScoreRow[];
  readonly verdicts: readonly (Verdict & { readonly table: string; readonly failed: boolean })[];
  readonly floors: readonly FloorResult[];
  readonly warnings: readonly string[];
}

async function checkJson(expected: number, ...args: string[]): Promise<CheckJson> {
  const { code, stdout, stderr } = await check('--format', 'json', ...args);
  assert.equal(code, expected, stderr);
  assert.doesNotMatch(stdout, /NaN|Infinity/);
  return JSON.parse(stdout) as CheckJson;
}

async function refused(code: number, message: RegExp, ...args: string[]): Promise<void> {
  const outcome = await check(...args);
  assert.equal(outcome.code, code, `${outcome.stdout}${outcome.stderr}`);
  assert.match(outcome.stderr, message);
  assert.doesNotMatch(outcome.stderr, /unexpected error|\n {4}at /);
  assert.equal(outcome.stdout, '');
}

/** Writes the lines of a stored run, changed, as a run file. */
function changedRun(split: string, file: string, change: (lines: readonly string[]) => readonly string[]): string {
  const lines = readFileSync(join(out, 'mini', split, 'bm25', 'run.trec'), 'utf8')
    .trimEnd()
    .split('\n');
  writeFileSync(join(folder, file), `${change(lines).join('\n')}\n`);
  return join(folder, file);
}

/** The same documents with their scores the other way round. */
const upsideDown = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/(?<=\s)-?[\d.e+-]+(?=\s\S+$)/, (score) => `${-Number(score)}`));

before(async () => {
  const protocols = ['bm25:protocol=anserini-bm25qs', 'bm25:protocol=anserini-bm25'].flatMap((name) => ['-r', name]);
  const { code, stderr } = await cli(['run', '-b', 'mini', '-r', 'bm25', ...protocols, '--out', out]);
  assert.equal(code, 0, stderr);
  const update = await check('bm25', '-b', 'mini', '--baseline', 'baseline.json', '--update');
  assert.equal(update.code, 0, update.stderr);
});

test('the gate: no topic of mini scores otherwise than in the baseline that is committed', async () => {
  const systems = ['bm25', 'bm25@anserini-bm25qs', 'bm25@anserini-bm25'];
  const { code, stdout, stderr } = await check(
    ...systems,
    '-b',
    'mini',
    '--baseline',
    committed,
    '--fail-on',
    'change',
    '--min',
    'nDCG@10=0.185',
  );
  assert.equal(code, 0, `${stdout}${stderr}`);
  assert.match(stdout, /\npassed: 24 unchanged; 3 floors held\n$/);
  const update = await check(...systems, '-b', 'mini', '--baseline', 'again.json', '--update', '-m', 'nDCG@10,AP');
  assert.equal(update.code, 0, update.stderr);
  const older = readFileSync(committed, 'utf8').replace(/"brightline": "[^"]*"/, `"brightline": "${version()}"`);
  assert.equal(read('again.json'), older, 'brightline check … --update writes the same file, byte for byte');
});

test('a baseline is written from the main measure, and what it holds is shown', async () => {
  const { code, stdout, stderr } = await check('bm25', '-b', 'mini', '--baseline', 'new/baseline.json', '--update', '--format', 'json');
  assert.equal(code, 0, stderr);
  const { rows } = JSON.parse(stdout) as CheckJson;
  assert.deepEqual(
    rows.map(({ split, measure, protocol, topics }) => [split, measure, protocol, topics]),
    [
      ['household', 'nDCG@10', 'bright-paper', 14],
      ['proofs', 'nDCG@10', 'bright-paper', 18],
      ['scripting', 'nDCG@10', 'bright-paper', 15],
    ],
  );
  assert.equal(read('new/baseline.json'), read('baseline.json'));
  const fewer = await check('bm25', '-b', 'mini:proofs', '--baseline', 'new/baseline.json', '--update');
  assert.match(fewer.stderr, /warning: bm25 on mini:household is no longer in new\/baseline\.json\n/);
});

test('a system against itself, in any order of runs: unchanged, without a test', async () => {
  const { verdicts, rows, passed } = await checkJson(0, 'bm25', '--baseline', 'baseline.json');
  assert.deepEqual([passed, rows.length, verdicts.length], [true, 3, 4]);
  for (const { verdict, delta, pCorrected, table, tolerance, failed } of verdicts) {
    assert.deepEqual([verdict, delta, pCorrected, table, tolerance, failed], ['unchanged', 0, null, 'baseline.json', 0.005, false]);
  }
  assert.deepEqual(
    verdicts.map(({ split }) => split),
    ['household', 'proofs', 'scripting', null],
  );
  const runs = ['household', 'proofs', 'scripting'].map((split) => `bm25:${split}=${join(out, 'mini', split, 'bm25')}`);
  const [forth, back] = [
    await check(...runs, '-b', 'mini', '--baseline', 'baseline.json'),
    await check(...runs.reverse(), '-b', 'mini', '--baseline', 'baseline.json'),
  ];
  assert.equal(forth.stdout, back.stdout);
  assert.match(forth.stdout, /passed: 4 unchanged/);
});

test('a regression: exit 1, several reports at once, each to its own file', async () => {
  const runs = ['household', 'proofs', 'scripting'].map((split) => `bm25:${split}=${changedRun(split, `${split}.trec`, upsideDown)}`);
  const summary = join(folder, 'summary.md');
  writeFileSync(summary, 'before\n');
  const reports = ['junit=r/check.xml', 'md=r/comment.md', 'json=r/check.json', 'csv=r/check.csv', 'table=r/check.txt', 'github'];
  const { code, stdout, stderr } = await cli(
    [
      'check',
      ...runs,
      '-b',
      'mini',
      '--baseline',
      'baseline.json',
      '--quiet',
      '--format',
      'json',
      ...reports.flatMap((report) => ['--report', report]),
    ],
    { GITHUB_STEP_SUMMARY: summary },
  );
  assert.equal(code, 1, stderr);
  const { passed, verdicts } = JSON.parse(stdout) as CheckJson;
  assert.equal(passed, false);
  assert.equal(verdicts.length, 4);
  assert.ok(verdicts.every(({ verdict, failed }) => verdict === 'regressed' && failed));
  assert.equal(read('r/check.json'), stdout);
  assert.match(read('r/check.xml'), /<testsuite name="mini: bm25" tests="4" failures="4"/);
  assert.match(read('r/comment.md'), /^<!-- brightline check -->\n### ❌/);
  assert.equal(read('summary.md'), `before\n${read('r/comment.md')}`);
  assert.match(read('r/check.txt'), /failed: 4 regressed\n$/);
  assert.equal(read('r/check.csv').trimEnd().split('\n').length, 5);
  const commands = stderr.split('\n').filter((line) => line.startsWith('::'));
  assert.equal(commands.length, 5);
  assert.match(commands[0]!, /^::error file=baseline\.json,title=regressed%3A bm25 on mini%3Ahousehold%2C nDCG@10::21\.89 → /);
});

test('a loss on one topic: inconclusive, which fails only where asked', async () => {
  const [first] = readFileSync(join(out, 'mini', 'proofs', 'bm25', 'run.trec'), 'utf8').split(' ');
  const run = changedRun('proofs', 'one.trec', (lines) => [
    ...upsideDown(lines.filter((line) => line.startsWith(`${first} `))),
    ...lines.filter((line) => !line.startsWith(`${first} `)),
  ]);
  const args = [
    `bm25:proofs=${run}`,
    ...['household', 'scripting'].map((split) => `bm25:${split}=${join(out, 'mini', split, 'bm25')}`),
    '-b',
    'mini',
    '--baseline',
    'baseline.json',
  ];
  const { verdicts } = await checkJson(0, ...args);
  const { verdict, losses, evidence } = verdicts.find(({ split }) => split === 'proofs')!;
  assert.deepEqual([verdict, losses.map(({ topic }) => topic), evidence!.alike], ['inconclusive', [first], 17]);
  await checkJson(1, ...args, '--fail-on', 'inconclusive');
  await checkJson(1, ...args, '--fail-on', 'change');
  assert.equal((await checkJson(0, ...args, '--test', 't', '--correct', 'bh')).verdicts[1]!.verdict, 'inconclusive');
});

test('floors: broken ones fail, by measures that the baseline lacks as well', async () => {
  const held = await checkJson(0, 'bm25', '--baseline', 'baseline.json', '--min', 'nDCG@10=0.2', '--min', 'proofs:R@10=0.1');
  assert.deepEqual(
    held.floors.map(({ split, measure, held }) => [split, measure, held]),
    [
      [null, 'nDCG@10', true],
      ['proofs', 'R@10', true],
    ],
  );
  assert.ok(held.verdicts.every(({ measure }) => measure === 'nDCG@10'));
  const { code, stdout } = await check('bm25', '--baseline', 'baseline.json', '--min', '*:nDCG@10=0.2');
  assert.equal(code, 1);
  assert.match(stdout, /\nbroken: bm25 on mini:proofs, nDCG@10: 18\.46 is below the floor of 20\.00\n/);
  await refused(
    2,
    /there is no run on prooofs\n {2}Did you mean proofs/,
    'bm25',
    '--baseline',
    'baseline.json',
    '--min',
    'prooofs:nDCG@10=0.2',
  );
});

test('a split, a system, topics that are gone: exit 3, never a pass; with --force the rest is checked', async () => {
  await refused(
    3,
    /can't be held against baseline\.json: mini:household is in the baseline, and there is no run on it \(and 1 more/,
    'bm25',
    '-b',
    'mini:proofs',
    '--baseline',
    'baseline.json',
  );
  await refused(
    3,
    /bm25 on mini:household is in the baseline, and there is no run of it/,
    'bm25@anserini-bm25',
    '-b',
    'mini',
    '--baseline',
    'baseline.json',
  );
  const forced = await checkJson(0, 'bm25', '-b', 'mini:proofs', '--baseline', 'baseline.json', '--force');
  assert.deepEqual(forced.verdicts.map(({ verdict }) => verdict).sort(), ['missing', 'missing', 'unchanged']);
  assert.match(forced.warnings.join('\n'), /there is no run on it; checked all the same/);
  const shorter = changedRun('proofs', 'shorter.trec', (lines) => lines.filter((line) => !line.startsWith('proofs/7 ')));
  const rest = ['household', 'scripting'].map((split) => `bm25:${split}=${join(out, 'mini', split, 'bm25')}`);
  await refused(
    3,
    /bm25 on mini:proofs: no ranking for 1 topics that had one in the baseline, such as "proofs\/7"/,
    `bm25:proofs=${shorter}`,
    ...rest,
    '-b',
    'mini',
    '--baseline',
    'baseline.json',
  );
});

test('new systems are told, and fail nothing', async () => {
  const { verdicts, passed } = await checkJson(0, 'bm25', 'bm25@anserini-bm25', '--baseline', 'baseline.json', '--fail-on', 'change');
  assert.ok(passed);
  assert.deepEqual(
    verdicts.filter(({ verdict }) => verdict === 'new').map(({ system, split }) => `${system} ${split}`),
    ['bm25@anserini-bm25 household', 'bm25@anserini-bm25 proofs', 'bm25@anserini-bm25 scripting'],
  );
});

test('another system under the same name is checked, and said', async () => {
  const { warnings, verdicts } = await checkJson(0, 'bm25=bm25@anserini-bm25', '-b', 'mini', '--baseline', 'baseline.json');
  assert.ok(warnings.includes('bm25 on mini:proofs: the protocol: bright-paper in the baseline, anserini-bm25 now'));
  assert.equal(verdicts.length, 4);
});

test('data that is not that of the baseline, and a baseline that is none: exit 3', async () => {
  const sound = read('baseline.json');
  const against = (text: string, message: RegExp): Promise<void> => {
    writeFileSync(join(folder, 'wrong.json'), text);
    return refused(3, message, 'bm25', '-b', 'mini', '--baseline', 'wrong.json');
  };
  await against(
    sound.replace(/(documents\/proofs\.jsonl","hash":"sha256:)[0-9a-f]{4}/, '$1ffff'),
    /mini:proofs: the file documents\/proofs\.jsonl: sha256:ffff/,
  );
  await against(
    sound.replace(/("split":"proofs","dataset":null,"qrels":\{"variant":"original","hash":")[0-9a-f]{4}/, '$1ffff'),
    /mini:proofs: the judgments: ffff/,
  );
  await against(sound.slice(0, 500), /wrong\.json: is not JSON/);
  await against('{"rows": []}', /wrong\.json: is no baseline of brightline/);
  await against(sound.replace('"format": 1', '"format": 9'), /is written in format 9/);
  await refused(3, /none\.json: there is no such file/, 'bm25', '-b', 'mini', '--baseline', 'none.json');
});

test('wrong usage: exit 2', async () => {
  const wrong = (message: RegExp, ...args: string[]): Promise<void> =>
    refused(2, message, 'bm25', '-b', 'mini', '--baseline', 'baseline.json', ...args);
  await wrong(
    /--update writes a baseline and checks nothing: --min, --report can't come with it/,
    '--update',
    '--min',
    'nDCG@10=0.1',
    '--report',
    'github',
  );
  await wrong(/--report html: "html" is no kind of report/, '--report', 'html');
  await wrong(/--report junit: names no file/, '--report', 'junit');
  await wrong(/--report md=: names no file/, '--report', 'md=');
  await wrong(/--min-effect: 0 was given/, '--min-effect', '0');
  await wrong(/--alpha: 0\.7 was given/, '--alpha', '0.7');
  await wrong(/--ties input: the baseline was scored with trec/, '--ties', 'input');
  await wrong(/-m R@10: is not in baseline\.json/, '-m', 'R@10');
  await wrong(/NumRel: its figure is no mean over topics/, '--update', '-m', 'NumRel');
  await refused(2, /baseline/, 'bm25', '-b', 'mini');
  assert.ok(existsSync(join(folder, 'baseline.json')));
});

test('runs of one name are repeats of one system where that is said, and their spread is noise', async () => {
  const qrels = join(folder, 'qrels.txt');
  writeFileSync(qrels, Array.from({ length: 12 }, (_, topic) => `${topic} 0 d${topic % 3} 1\n`).join(''));
  const run = (name: string, first: (topic: number) => number): string => {
    const rows = Array.from({ length: 12 }, (_, topic) =>
      [0, 1, 2].map((rank) => `${topic} Q0 d${(first(topic) + rank) % 3} ${rank} ${9 - rank} x\n`).join(''),
    );
    writeFileSync(join(folder, name), rows.join(''));
    return `llm=${name}`;
  };
  const repeats = [
    run('1.trec', (topic) => topic),
    run('2.trec', (topic) => topic + (topic % 4 === 0 ? 1 : 0)),
    run('3.trec', (topic) => topic + (topic % 2)),
  ];
  await refused(2, /two runs are named llm/, ...repeats, '--qrels', qrels, '--baseline', 'llm.json', '--update');
  const update = await check(...repeats, '--qrels', qrels, '--baseline', 'llm.json', '--update', '--repeat-runs');
  assert.equal(update.code, 0, update.stderr);
  const [{ repeats: means }] = (JSON.parse(read('llm.json')) as { scores: [{ repeats: number[] }] }).scores;
  assert.equal(means.length, 3);
  assert.deepEqual(means, [...means].sort());
  await check(...[...repeats].reverse(), '--qrels', qrels, '--baseline', 'turned.json', '--update', '--repeat-runs');
  assert.equal(read('turned.json'), read('llm.json'));
  const worse = run('worse.trec', (topic) => topic + 1);
  const { verdicts } = await checkJson(0, worse, '--qrels', qrels, '--baseline', 'llm.json');
  assert.equal(verdicts[0]!.verdict, 'inconclusive', 'within what three runs differ by');
  await check(repeats[0]!, '--qrels', qrels, '--baseline', 'single.json', '--update');
  assert.equal((await checkJson(1, worse, '--qrels', qrels, '--baseline', 'single.json')).verdicts[0]!.verdict, 'regressed');
});

test("RaDeR's published runs on twelve splits: themselves unchanged, one split upside down regressed", { skip: needsShared }, async () => {
  const beir = join(folder, 'bright');
  mkdirSync(join(beir, 'qrels'), { recursive: true });
  const topics = new Set<string>();
  for (const split of splits) {
    const lines = readFileSync(join(shared!, 'qrels', 'bright', `${split}.txt`), 'utf8')
      .trimEnd()
      .split('\n');
    const rows = lines.map((line) => /^(\S+)\s+\S+\s+(.+?)\s+(\d+)$/.exec(line)!.slice(1));
    for (const [topic] of rows) topics.add(topic!);
    writeFileSync(join(beir, 'qrels', `${split}.tsv`), `query-id\tcorpus-id\tscore\n${rows.map((row) => `${row.join('\t')}\n`).join('')}`);
  }
  writeFileSync(join(beir, 'queries.jsonl'), [...topics].map((topic) => `${JSON.stringify({ _id: topic, text: 'x' })}\n`).join(''));
  writeFileSync(join(beir, 'corpus.jsonl'), `${JSON.stringify({ _id: 'x', text: 'x' })}\n`);
  const file = (split: string): string => join(shared!, 'runs', 'rader-qwen2.5-7b', `${split}.rerank-score.json.gz`);
  const runs = splits.map((split) => `rader:${split}=${file(split)}`);
  const args = ['-b', './bright:all', '--baseline', 'rader.json'];
  const update = await check(...runs, ...args, '--update');
  assert.equal(update.code, 0, update.stderr);
  // Two thirds of it are the ids of 1,384 topics.
  assert.ok(read('rader.json').length < 32_000, String(read('rader.json').length));
  const same = await checkJson(0, ...runs, ...args, '--fail-on', 'change');
  assert.deepEqual(
    [same.verdicts.length, same.verdicts.every(({ verdict, pCorrected }) => verdict === 'unchanged' && pCorrected === null)],
    [13, true],
  );
  const scores = JSON.parse(gunzipSync(readFileSync(file('pony'))).toString('utf8')) as Record<string, Record<string, number>>;
  const turned = Object.entries(scores).map(([topic, ranked]) => [
    topic,
    Object.fromEntries(Object.entries(ranked).map(([id, score]) => [id, -score])),
  ]);
  writeFileSync(join(folder, 'pony.json'), JSON.stringify(Object.fromEntries(turned)));
  const worse = await checkJson(1, ...runs.map((run) => (run.startsWith('rader:pony=') ? 'rader:pony=pony.json' : run)), ...args);
  assert.deepEqual(
    worse.verdicts.filter(({ verdict }) => verdict === 'regressed').map(({ split }) => split),
    ['pony', null],
  );
});

test('a baseline for another commit of the dataset: exit 3 with both', { skip: needsShared }, async () => {
  const hub = await startHubServer();
  try {
    const run = join(shared!, 'runs', 'rader-qwen2.5-7b', 'pony.rerank-score.json.gz');
    const online = (...args: string[]): Promise<Outcome> =>
      cli(['check', `rader=${run}`, '-b', 'bright:pony', '--baseline', 'pony.json', '--quiet', ...args], {
        HF_ENDPOINT: hub.endpoint,
        HF_HUB_OFFLINE: '0',
      });
    const update = await online('--update');
    assert.equal(update.code, 0, update.stderr);
    assert.match(update.stdout, / 0\.251644 +112\n/);
    assert.match(read('pony.json'), /"dataset":\{"repo":"xlangai\/BRIGHT","commit":"[0-9a-f]{40}"\}/);
    assert.equal((await online('--fail-on', 'change')).code, 0);
    const sound = read('pony.json');
    writeFileSync(join(folder, 'pony.json'), sound.replace(/"commit":"[0-9a-f]{40}"/, `"commit":"${'2'.repeat(40)}"`));
    const other = await online();
    assert.equal(other.code, 3, other.stderr);
    assert.match(other.stderr, /bright:pony: the dataset commit: 2{40} in the baseline, [0-9a-f]{40} now\n/);
    assert.equal((await online('--force')).code, 0);
  } finally {
    await hub.stop();
  }
});
