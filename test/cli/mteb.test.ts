import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type MtebResult, mtebResultText, readMtebResult } from '../../src/report/mteb-result.ts';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { packageRoot } from '../../src/support/package-root.ts';
import { type HubServer, startHubServer } from '../hub-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
let env: Readonly<Record<string, string>> = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') };
const cli = (...args: readonly string[]): Promise<Outcome> => runCli(args, { cwd: folder, env });

async function works(...args: readonly string[]): Promise<Outcome> {
  const outcome = await cli(...args);
  assert.equal(outcome.code, 0, outcome.stderr);
  return outcome;
}

async function refused(message: RegExp, ...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await cli(...args);
  assert.equal(code, 2, `${stdout}${stderr}`);
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /unexpected error|\n {4}at /);
}

const scoresOf = (task: string, subset: string, values: Readonly<Record<string, number>>, more: Partial<MtebResult> = {}): MtebResult => ({
  task,
  datasetRevision: 'a75a0eb',
  mtebVersion: '2.10.11',
  brightlineVersion: undefined,
  scores: [{ split: 'test', subset, languages: ['eng-Latn'], mainScore: null, values: new Map(Object.entries(values)) }],
  evaluationTime: null,
  ...more,
});

/** A benchmark of one's own, mini with names in mteb, and a model's results on two of its splits. */
let hub: HubServer | undefined;
before(async () => {
  cpSync(join(packageRoot(), 'benchmarks', 'mini'), join(folder, 'own'), { recursive: true });
  const file = join(folder, 'own', 'benchmark.json');
  const definition = JSON.parse(readFileSync(file, 'utf8')) as { splits: { id: string; mteb?: unknown; longMteb?: unknown }[] };
  for (const split of definition.splits) {
    split.mteb = { task: 'Mini', subset: split.id };
    if (split.id === 'household') split.longMteb = { task: 'MiniLong' };
  }
  writeFileSync(file, JSON.stringify(definition));
  const place = join(folder, 'results', 'org__model', 'abc');
  mkdirSync(place, { recursive: true });
  const [household, proofs] = [
    scoresOf('Mini', 'household', { 'nDCG@10': 0.9, 'R@10': 0.95, 'RR@10': 0.8 }),
    scoresOf('Mini', 'proofs', { 'nDCG@10': 0.1 }),
  ];
  writeFileSync(join(place, 'Mini.json'), mtebResultText({ ...household, scores: [...household.scores, ...proofs.scores] }));
  writeFileSync(join(place, 'MiniLong.json'), mtebResultText(scoresOf('MiniLong', 'default', { 'R@1': 0.5 })));
  writeFileSync(join(place, 'model_meta.json'), JSON.stringify({ name: 'org/model', revision: 'abc' }));
  writeFileSync(join(folder, 'Unknown.json'), mtebResultText(scoresOf('Unknown', 'default', { 'nDCG@10': 0.5 })));
  await works('run', '-b', './own', '-r', 'bm25', '-r', 'bm25:k1=3,b=1', '--quiet');
  if (shared !== undefined) hub = await startHubServer();
});
after(() => hub?.stop());

const published = 'results/org__model/abc';

test('published results stand beside runs, untested, and the legend says so', async () => {
  const { stdout, stderr } = await works('compare', published, 'bm25', 'bm25:k1=3,b=1', '-b', './own');
  assert.match(stdout, / +org\/model +90\.0 +10\.0 +– +–\n/);
  assert.match(stdout, /over 3 comparisons \(1 pair of systems × 3 splits\)/);
  assert.match(stdout, /published figures, without those of single topics and so without significance: org\/model \(mteb 2\.10\.11\)/);
  assert.match(stdout, /topics: House\. 14, Proofs 18, Script\. 15; 47 in all/);
  assert.doesNotMatch(stderr, /provenance unknown/);
});

test('JSON has their rows, and where they are from', async () => {
  const { stdout } = await works(
    'compare',
    `theirs=${published}/Mini.json`,
    'bm25',
    '-b',
    './own',
    '-m',
    'nDCG@10,R@10',
    '--format',
    'json',
  );
  const { rows, runs, pairs } = JSON.parse(stdout) as {
    readonly rows: readonly ScoreRow[];
    readonly runs: readonly { readonly system: string; readonly published: unknown }[];
    readonly pairs: readonly unknown[];
  };
  const theirs = rows
    .filter(({ system }) => system === 'theirs')
    .map(({ split, measure, value, topics }) => [split, measure, value, topics]);
  assert.deepEqual(theirs, [['household', 'nDCG@10', 0.9, 14], ['household', 'R@10', 0.95, 14], ['proofs', 'nDCG@10', 0.1, 18]]); // biome-ignore format: one comparison
  assert.deepEqual(runs[0]!.published, { datasetRevision: 'a75a0eb', mtebVersion: '2.10.11' });
  assert.deepEqual(runs.find(({ system }) => system === 'bm25')!.published, null);
  assert.deepEqual(pairs, []);
});

test('what they lack is said, and nothing is made up for it', async () => {
  const { stdout, stderr } = await works('compare', published, 'bm25', '-b', './own:household,proofs', '-m', 'R@10,RR@10');
  assert.match(stdout, /own: R@10[\s\S]* org\/model +95\.0 +– +–/);
  assert.match(stderr, /org\/model: its published results on \.\/own:proofs have no R@10, RR@10/);
  assert.match(stderr, /reciprocal ranks of mteb break ties by the order of the retriever/);
});

test('results alone make a table', async () => {
  const { stdout } = await works('compare', published, '-b', './own');
  assert.match(stdout, /House\. +Proofs +Avg/);
  assert.doesNotMatch(stdout, /topics:/);
});

test('results on whole documents are those that --long-documents asks for', async () => {
  const { stdout } = await works('compare', published, '-b', './own', '--long-documents');
  assert.match(stdout, /R@1, percent[\s\S]* org\/model +50\.0/);
  await refused(/has no scores on .*\n.*--long-documents compares them/, 'compare', `${published}/MiniLong.json`, '-b', './own');
  await works('run', '-b', './own:household', '-r', 'bm25', '--long-documents', '--out', 'long', '--quiet');
  await refused(
    /was published for passages, and the runs searched whole documents/,
    'compare',
    published,
    'bm25@long-documents',
    '-b',
    './own:household',
    '--out',
    'long',
  );
});

test('what can’t be compared is refused with the reason', async () => {
  await refused(
    /Unknown\.json: has no scores on .*\n.*It has: Unknown \(test, default\)/,
    'compare',
    'Unknown.json',
    'bm25',
    '-b',
    './own',
  );
  await refused(/--baseline org\/model: its figures are published without those of single topics/, 'compare', published, 'bm25', '-b', './own', '--baseline', 'org/model'); // biome-ignore format: one command
  await refused(/--average micro: over how many topics the figures of org\/model were taken/, 'compare', published, 'bm25', '-b', './own', '--average', 'micro'); // biome-ignore format: one command
  await refused(/two runs are named bm25 on/, 'compare', `bm25=${published}`, 'bm25', '-b', './own');
  await refused(/--qrels names other judgments/, 'compare', published, '--qrels', 'own/benchmark.json');
  await refused(/holds results of mteb, and no run/, 'score', published, '-b', './own:proofs');
  writeFileSync(join(folder, 'bad.json'), mtebResultText(scoresOf('Mini', 'proofs', { 'nDCG@10': 0.1 })).replace(': 0.1', ': "0.1"'));
  const { code, stderr } = await cli('compare', 'bad.json', '-b', './own');
  assert.equal(code, 3);
  assert.match(stderr, /bad\.json: scores\.test\[0\]\.ndcg_at_10: expected a number from 0 to 1, found "0\.1"/);
});

test('mteb’s form leaves no choice of measures, and is for datasets that mteb knows', async () => {
  await refused(/-m, --per-topic, --ties: mteb's result files have measures, ties and precision of their own/, 'score', 'bm25', '-b', './own:proofs', '--format', 'mteb', '-m', 'R@10', '--per-topic', '--ties', 'input'); // biome-ignore format: one command
  await refused(
    /mini:proofs: has no name in mteb/,
    'score',
    'runs/%2E%2Fown/proofs/bm25/run.trec',
    '-b',
    'mini:proofs',
    '--format',
    'mteb',
  );
  await refused(/--model me\/x: names the model in mteb's result files/, 'score', 'bm25', '-b', './own:proofs', '--model', 'me/x');
  await refused(/mteb's models are named org\/name/, 'score', 'bm25', '-b', './own:proofs', '--format', 'mteb', '--model', 'x');
  const { code, stderr } = await cli('score', 'bm25', '-b', './own:proofs', '--format', 'mteb');
  assert.equal(code, 3);
  assert.match(stderr, /lies in a folder, and has no commit that mteb could know it by/);
});

test('scores go to a file with -o', async () => {
  await works('score', 'bm25', '-b', './own:proofs', '--format', 'csv', '-o', 'scores.csv');
  assert.match(readFileSync(join(folder, 'scores.csv'), 'utf8'), /^benchmark,/);
});

test('a run of RAR-b becomes a file of mteb’s results repository, and comes back as an entrant', { skip: needsShared }, async () => {
  env = { HF_ENDPOINT: hub!.endpoint, HF_HOME: join(folder, 'hub') };
  for (const benchmark of ['rar-b', 'rar-b-mteb']) {
    await works('run', '-b', `${benchmark}:winogrande`, '-r', 'bm25:protocol=anserini-bm25', '--out', benchmark, '--quiet');
    const args = ['score', 'bm25@anserini-bm25', '-b', `${benchmark}:winogrande`, '--out', benchmark, '--format', 'mteb'];
    const { stderr } = await works(...args, '-o', 'export', '--model', `me/bm25@${benchmark}`);
    assert.match(stderr, /written: export\/me__bm25\/rar-b(-mteb)?\/WinoGrande\.json/);
    const { stdout } = await works(...args, '--quiet');
    assert.equal(stdout, readFileSync(join(folder, 'export', 'me__bm25', benchmark, 'WinoGrande.json'), 'utf8'));
  }
  const [one, other] = [await readMtebResult(join(folder, 'export/me__bm25/rar-b/WinoGrande.json')), await readMtebResult(join(folder, 'export/me__bm25/rar-b-mteb/WinoGrande.json'))]; // biome-ignore format: two of a kind
  assert.equal(one.task, 'WinoGrande');
  assert.match(one.datasetRevision, /^[0-9a-f]{40}$/);
  assert.deepEqual(one.scores, other.scores, 'both layouts give the same figures');
  const { scores: golden } = { scores: JSON.parse(readFileSync(join(shared!, 'golden', 'bm25', 'scores.json'), 'utf8')) as Readonly<Record<string, Readonly<Record<string, number>>>> }; // biome-ignore format: one value
  const { values, mainScore } = one.scores[0]!;
  assert.equal(mainScore, values.get('nDCG@10'));
  const trecEval = golden['winogrande bm25']!;
  const figures = { 'nDCG@10': 'ndcg_cut_10', 'AP@1000': 'map', 'R@100': 'recall_100', 'R@1000': 'recall_1000' } as const;
  for (const [measure, name] of Object.entries(figures)) {
    assert.ok(Math.abs(values.get(measure)! - trecEval[name]!) <= 0.00006, `${measure}: ${values.get(measure)} and ${trecEval[name]}`);
  }
  const { stdout } = await works(
    'compare',
    'export/me__bm25/rar-b',
    'bm25@anserini-bm25',
    '-b',
    'rar-b:winogrande',
    '--out',
    'rar-b',
    '--format',
    'json',
  );
  const { rows } = JSON.parse(stdout) as { readonly rows: readonly ScoreRow[] };
  assert.deepEqual(rows.map(({ system, topics }) => [system, topics]), [['me/bm25', 1267], ['bm25@anserini-bm25', 1267]]); // biome-ignore format: one comparison
  assert.ok(Math.abs(rows[0]!.value - rows[1]!.value) <= 0.000005);
});

test('a published run on a part of BRIGHT’s first task in mteb', { skip: needsShared }, async () => {
  const run = join(shared!, 'runs', 'rader-gte-qwen2-7b', 'theoremqa_theorems.hybrid-score.json.gz');
  const { stdout } = await works('score', run, '-b', 'bright-mteb-v1:theoremqa_theorems', '--format', 'mteb', '--quiet');
  const file = JSON.parse(stdout) as {
    readonly task_name: string;
    readonly dataset_revision: string;
    readonly scores: { readonly standard: readonly Readonly<Record<string, unknown>>[] };
  };
  assert.deepEqual([file.task_name, Object.keys(file.scores)], ['BrightRetrieval', ['standard']]);
  const [scores] = file.scores.standard;
  assert.deepEqual([scores!['hf_subset'], scores!['ndcg_at_10']], ['theoremqa_theorems', scores!['main_score']]);
  assert.equal((scores!['main_score'] as number).toFixed(4), '0.4343');
});

test('another revision of the dataset is said; two benchmarks with one task have to be told apart', { skip: needsShared }, async () => {
  const { stderr } = await works(
    'compare',
    'export/me__bm25/rar-b',
    'bm25@anserini-bm25',
    '-b',
    'rar-b-mteb:winogrande',
    '--out',
    'rar-b-mteb',
  );
  assert.match(
    stderr,
    /me\/bm25: published for dataset revision [0-9a-f]{40}; the runs on rar-b-mteb:winogrande are judged on [0-9a-f]{40}/,
  );
  await refused(/rar-b and rar-b-mteb have the same tasks\n.*-b rar-b/, 'compare', 'export/me__bm25/rar-b');
});
