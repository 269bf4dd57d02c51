import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { readRun } from '../../src/run/read-run.ts';
import { type PlainRun, plain } from '../run/files.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
const env = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') };
const at = (name: string): string => join(folder, name);
const cli = (...args: readonly string[]): Promise<Outcome> => runCli(args, { cwd: folder, env });
const write = (name: string, content: string | Uint8Array): void => writeFileSync(at(name), content);
const read = async (name: string): Promise<PlainRun> => plain(await readRun(at(name)));

interface FusedJson {
  readonly fused: readonly {
    readonly split: string | null;
    readonly file: string;
    readonly form: string;
    readonly method: string;
    readonly missing: string;
    readonly tuned: { readonly on: readonly string[]; readonly value: number } | null;
    readonly runs: readonly {
      readonly run: string;
      readonly weight: number;
      readonly topics: number;
      readonly missing: readonly string[];
    }[];
    readonly topics: number;
    readonly documents: number;
    readonly candidates: number;
    readonly dropped: number;
    readonly cut: number;
    readonly emptied: readonly string[];
  }[];
  readonly warnings: readonly string[];
}

async function fuse(...args: readonly string[]): Promise<FusedJson> {
  const { code, stdout, stderr } = await cli('fuse', ...args, '--format', 'json', '--quiet');
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stdout, /NaN|Infinity/);
  return JSON.parse(stdout) as FusedJson;
}

async function scores(run: string, qrels: string, measures: string): Promise<readonly number[]> {
  const { code, stdout, stderr } = await cli('score', run, '--qrels', qrels, '-m', measures, '--format', 'json', '--quiet');
  assert.equal(code, 0, stderr);
  return (JSON.parse(stdout) as { rows: readonly ScoreRow[] }).rows.map(({ value }) => Number(value.toFixed(5)));
}

before(async () => {
  const made = await cli('run', '-b', 'mini', '-r', 'bm25', '-r', 'bm25:protocol=anserini-bm25', '--quiet');
  assert.equal(made.code, 0, made.stderr);
});

const rader = (which: 'hybrid' | 'rerank'): string =>
  join(shared!, 'runs', 'rader-gte-qwen2-7b', `theoremqa_theorems.${which}-score.json.gz`);
const theorems = (): string => join(shared!, 'qrels', 'bright', 'theoremqa_theorems.txt');

test('RaDeR-gte on theoremqa_theorems: 0.5·rerank + 0.5·hybrid scores what is published', { skip: needsShared }, async () => {
  const half = ['--method', 'weighted-sum', '--weights', '0.5,0.5'];
  const { fused } = await fuse(rader('rerank'), rader('hybrid'), ...half, '-o', 'final.trec');
  const [{ topics, documents, candidates, dropped, missing }] = fused as [FusedJson['fused'][0]];
  assert.deepEqual([topics, documents, candidates, dropped, missing], [76, 7600, 76_000, 68_400, 'drop']);
  assert.deepEqual(await scores('final.trec', theorems(), 'nDCG@10,RR,R@100'), [0.51561, 0.53117, 0.79778]);
  // The first-stage documents behind the 100 that were reranked lift no top 10, but they do add to the reciprocal rank.
  for (const rule of ['zero', 'min']) {
    await fuse(rader('rerank'), rader('hybrid'), ...half, '--missing', rule, '-o', `${rule}.trec`);
    assert.deepEqual(await scores(`${rule}.trec`, theorems(), 'nDCG@10,RR'), [0.51561, 0.53167], rule);
  }
});

test('RaDeR’s weights leave the retriever alone on theoremqa_theorems, which scores 0.4343', { skip: needsShared }, async () => {
  const bm25 = join(shared!, 'golden', 'bm25', 'theoremqa_theorems.original.bright-paper.trec.gz');
  const place = ['-b', 'bright:theoremqa_theorems'];
  const { fused } = await fuse(rader('hybrid'), bm25, '--weights', 'rader', ...place, '-o', 'hybrid.json.gz');
  assert.deepEqual(
    fused[0]!.runs.map(({ weight }) => weight),
    [1, 0],
  );
  assert.equal(fused[0]!.method, 'zscore');
  assert.deepEqual(await scores('hybrid.json.gz', theorems(), 'nDCG@10,R@100'), [0.43433, 0.79778]);
  const ids = (run: PlainRun): unknown => new Map(run.map(([topic, documents]) => [topic, documents.map(([id]) => id)]));
  assert.deepEqual(ids(await read('hybrid.json.gz')), ids(plain(await readRun(rader('hybrid')))));
});

test('stored systems are fused on every split of a benchmark, in a file each', async () => {
  const systems = ['bm25', 'bm25@anserini-bm25', '-b', 'mini', '--method', 'rrf'];
  const { fused, warnings } = await fuse(...systems, '-o', 'fused/{split}.trec');
  assert.deepEqual(
    fused.map(({ split, file }) => [split, file]),
    ['household', 'proofs', 'scripting'].map((split) => [split, `fused/${split}.trec`]),
  );
  assert.deepEqual(warnings, []);
  const { code, stdout, stderr } = await cli('score', 'fused/proofs.trec', '-b', 'mini:proofs', '--format', 'json');
  assert.equal(code, 0, stderr);
  assert.ok((JSON.parse(stdout) as { rows: readonly ScoreRow[] }).rows[0]!.value > 0);

  const again = await fuse(
    'runs/mini/proofs/bm25',
    'runs/mini/proofs/bm25@anserini-bm25',
    '--method',
    'rrf',
    '--name',
    'proofs',
    '-o',
    'again.trec',
  );
  assert.equal(again.fused[0]!.split, 'proofs');
  assert.deepEqual(readFileSync(at('again.trec')), readFileSync(at('fused/proofs.trec')));
});

test('weights are tuned on the other splits, and said', async () => {
  const args = ['bm25', 'bm25@anserini-bm25', '-b', 'mini', '--method', 'zscore', '--tune', 'nDCG@10', '--tune-steps', '4'];
  const { fused } = await fuse(...args, '-o', 'tuned/{split}.json');
  for (const { split, tuned, runs } of fused) {
    assert.deepEqual(
      tuned!.on,
      ['household', 'proofs', 'scripting'].filter((other) => other !== split).map((other) => `mini:${other}`),
    );
    assert.equal(
      runs.reduce((total, { weight }) => total + weight, 0),
      1,
    );
    assert.ok(tuned!.value > 0 && tuned!.value < 1);
  }
  const { stderr } = await cli('fuse', ...args, '-o', 'tuned/{split}.json', '--force');
  assert.match(stderr, /mini:proofs: weights [\d.]+, [\d.]+ are the best on mini:household, mini:scripting \(0\.\d{4}\)/);
});

const one = 'q 2\tQ0\td b\t1\t3\tone\nq 2\tQ0\td é\t2\t1\tone\nq1\tQ0\ta\t1\t9\tone\nq1\tQ0\td b\t2\t8\tone\n';
const two = 'q1\tQ0\td b\t1\t0.5\ttwo\nq1\tQ0\ta\t2\t0.25\ttwo\nq 2\tQ0\td b\t1\t0.5\ttwo\n';
const expected = [['q 2', [['d b', 3.5]]], ['q1', [['a', 9.25], ['d b', 8.5]]]]; // biome-ignore format: short

test('ids with spaces come through every form, whatever order the runs have their topics in', async () => {
  write('one.trec', one);
  write('two.trec', two);
  const lines = two.split('\n');
  write('scattered.trec', [lines[0], lines[2], lines[1], ''].join('\n'));
  for (const [second, file, form] of [
    ['two.trec', 'sum.trec', 'trec'],
    ['scattered.trec', 'scattered-sum.trec.gz', 'trec'],
    ['two.trec', 'sum.json', 'score-json'],
    ['two.trec', 'sum.arrow', 'arrow'],
  ] as const) {
    const { fused } = await fuse('one.trec', second, '--method', 'weighted-sum', '-o', file);
    assert.deepEqual([fused[0]!.form, fused[0]!.documents, fused[0]!.dropped, fused[0]!.split], [form, 3, 1, null]);
    assert.deepEqual(await read(file), expected, file);
  }
  assert.match(readFileSync(at('sum.trec'), 'utf8'), /^q 2\tQ0\td b\t1\t3\.5\tsum\n/);
});

test('a table shows the runs and what they became; notes tell what was decided', async () => {
  write('one.trec', one);
  write('two.trec', two);
  const { stdout, stderr } = await cli('fuse', 'one.trec', 'two.trec', '--method', 'weighted-sum', '-o', 'shown.trec', '--format', 'csv');
  assert.equal(stdout, 'run,weight,topics,documents\none.trec,1,2,4\ntwo.trec,1,2,3\n= shown.trec,,2,3\n');
  assert.match(
    stderr,
    /shown\.trec: weighted-sum, normalisation none, missing drop; of 4 documents 1 left out for missing in a run, 0 behind/,
  );
});

test('topics that a run lacks are told, and those of which nothing is left', async () => {
  write('more.trec', 'q1 Q0 a 1 2 t\nq7 Q0 a 1 2 t\n');
  write('less.trec', 'q1 Q0 a 1 1 t\n');
  const kept = await fuse('more.trec', 'less.trec', '--method', 'rrf', '-o', 'kept.trec');
  assert.deepEqual([kept.fused[0]!.topics, kept.fused[0]!.runs[1]!.missing], [2, ['q7']]);
  assert.match(kept.warnings.join(), /less\.trec: has no ranking for 1 of 2 topics, such as "q7"; .* rule zero/);
  const left = await fuse('more.trec', 'less.trec', '--method', 'weighted-sum', '-o', 'left.trec');
  assert.deepEqual([left.fused[0]!.topics, left.fused[0]!.emptied], [1, ['q7']]);
  assert.match(left.warnings.join(), /left\.trec: nothing is left of 1 of 2 topics, such as "q7"/);
});

test('depth and ties decide what is kept', async () => {
  write('flat.trec', 'q Q0 a 1 1 t\nq Q0 b 2 1 t\nq Q0 c 3 1 t\n');
  const first = async (...args: string[]): Promise<unknown> => {
    const { fused } = await fuse('flat.trec', 'flat.trec', '--method', 'rrf', '--depth', '1', '-o', 'first.trec', '--force', ...args);
    return [fused[0]!.cut, (await read('first.trec'))[0]![1][0]![0]];
  };
  assert.deepEqual(await first(), [2, 'a']);
  assert.deepEqual(await first('--ties', 'trec'), [2, 'c']);
});

test('every method, normalisation and rule is listed', async () => {
  const { stdout } = await cli('list', 'fusions', '--format', 'json');
  const { fusions } = JSON.parse(stdout) as { fusions: readonly { option: string; summary: string }[] };
  for (const option of ['--method rrf', '--normalise zscore-sample', '--missing rest', '--weights rader'])
    assert.ok(fusions.find((entry) => entry.option === option)!.summary.length > 0, option);
});

const refusals: readonly (readonly [what: string, args: readonly string[], code: number, message: RegExp])[] = [
  ['one run', ['good.trec', '--method', 'rrf'], 2, /1 run is given, where two or more were expected/],
  ['no method', ['good.trec', 'good.trec'], 2, /no method is named.*--method rrf.*zscore/s],
  ['an unknown method', ['good.trec', 'good.trec', '--method', 'zskore'], 2, /"zskore".*Did you mean zscore/s],
  ['an unknown rule', ['good.trec', 'good.trec', '--method', 'rrf', '--missing', 'dorp'], 2, /"dorp".*Did you mean drop/s],
  ['an unknown normalisation', ['good.trec', 'good.trec', '--method', 'rrf', '--normalise', 'minmux'], 2, /"minmux".*Did you mean min-max/s],
  ['too many weights', ['good.trec', 'good.trec', '--method', 'zscore', '--weights', '1,2,3'], 2, /3 weights are given for 2 runs: 1, 2, 3/],
  ['a weight that is no number', ['good.trec', 'good.trec', '--method', 'zscore', '--weights', '1,x'], 2, /"x" is not a finite number/],
  ['an unknown name of weights', ['good.trec', 'good.trec', '--weights', 'radar'], 2, /weights "radar".*Did you mean rader/s],
  ['weights by split, and no split', ['good.trec', 'good.trec', '--weights', 'rader'], 2, /nothing tells which one.*-b bright:biology/s],
  ['weights that know nothing of the split', ['x=good.trec', 'y=good.trec', '--weights', 'rader', '-b', 'mini:proofs'], 2, /says nothing about mini:proofs/],
  ['weights for fewer runs', ['x=good.trec', 'y=good.trec', 'z=good.trec', '--weights', 'rader', '-b', 'bright:pony'], 2, /for 2 runs, and 3 are given/],
  ['a missing file', ['good.trec', 'nothing.trec', '--method', 'rrf'], 2, /nothing\.trec: there is no such run file/],
  ['a run that can’t be read', ['good.trec', 'cut.gz', '--method', 'rrf'], 3, /is gzip that breaks off/],
  ['a fault in the last line', ['good.trec', 'late.trec', '--method', 'rrf'], 3, /late\.trec:2: the score must be a finite number/],
  ['no common topic', ['good.trec', 'other.trec', '--method', 'rrf'], 3, /share no topic: good\.trec has 1, such as "q1"; other\.trec has 1, such as "other"/],
  ['a sum past float64', ['huge.trec', 'huge.trec', '--method', 'weighted-sum'], 3, /topic "q1".*"a" is Infinity.*min-max/s],
  ['a system without a run on a split', ['x:proofs=good.trec', 'y:proofs=good.trec', '-b', 'mini:proofs,household', '--method', 'rrf', '-o', '{split}.trec'], 2, /x: there is no run of it on mini:household/],
  ['one file for several splits', ['bm25', 'bm25@anserini-bm25', '--out', '../runs', '-b', 'mini', '--method', 'rrf'], 2, /new\.trec: would be written for 3 splits.*\{split\}/s],
  ['a placeholder without a split', ['good.trec', 'good.trec', '--method', 'rrf', '-o', '{split}.trec'], 2, /nothing tells which split.*-b/s],
  ['tuning on nothing', ['x=good.trec', 'y=good.trec', '-b', 'mini:proofs', '--method', 'rrf', '--tune', 'nDCG@10'], 2, /chosen on other splits/],
  ['tuning and weights', ['good.trec', 'good.trec', '--method', 'rrf', '--weights', '1,1', '--tune', 'nDCG@10'], 2, /either given or tuned/],
  ['a file that is there', ['good.trec', 'good.trec', '--method', 'rrf', '-o', 'good.trec'], 2, /good\.trec: is there already.*--force/s],
  ['a form for judgments', ['good.trec', 'good.trec', '--method', 'rrf', '-o', 'new.qrels'], 2, /the form qrels holds judgments/],
  ['a depth of 0', ['good.trec', 'good.trec', '--method', 'rrf', '--depth', '0'], 2, /--depth: 0 was given/],
  ['a k below 0', ['good.trec', 'good.trec', '--method', 'rrf', '--k=-1'], 2, /--k: -1 was given/],
]; // biome-ignore format: a table

test('what can’t be fused is refused, and nothing is left behind', { concurrency: 2 }, async (context) => {
  const here = at('refusals');
  mkdirSync(here);
  const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(here, name), content);
  put('good.trec', 'q1 Q0 a 1 2 t\nq1 Q0 b 2 1 t\n');
  put('other.trec', 'other Q0 a 1 2 t\n');
  put('huge.trec', 'q1 Q0 a 1 1e308 t\n');
  put('late.trec', 'q1 Q0 a 1 2 t\nq1 Q0 b 2 inf t\n');
  put('cut.gz', gzipSync('q1 Q0 a 1 2 t\n'.repeat(100)).subarray(0, 30));
  const there = readdirSync(here).sort();
  const tests = refusals.map(([what, args, code, message]) =>
    context.test(what, async () => {
      const output = args.includes('-o') ? [] : ['-o', 'new.trec'];
      const outcome = await runCli(['fuse', ...args, ...output], { cwd: here, env });
      assert.equal(outcome.code, code, outcome.stderr);
      assert.match(outcome.stderr, message);
      assert.doesNotMatch(outcome.stderr, /\n\s+at |unexpected error/);
      assert.equal(outcome.stdout, '');
    }),
  );
  await Promise.all(tests);
  assert.deepEqual(readdirSync(here).sort(), there);
  assert.ok(!existsSync(join(here, 'new.trec')));
});
