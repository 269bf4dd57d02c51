import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { TopicDifference, TopicInspection } from '../../src/report/topic-inspection.ts';
import { sortRanking } from '../../src/run/order.ts';
import { readRun } from '../../src/run/read-run.ts';
import { startHubServer } from '../hub-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
const out = join(folder, 'runs');
const env = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') };
const cli = (...args: string[]): Promise<Outcome> => runCli(args, { env, cwd: folder });
const inspect = (...args: string[]): Promise<Outcome> => cli('inspect', '--out', out, ...args);

type InspectJson = TopicInspection & { readonly topics: readonly TopicDifference[]; readonly warnings: readonly string[] };

async function inspectJson(...args: string[]): Promise<InspectJson> {
  const { code, stdout, stderr } = await inspect('--format', 'json', ...args);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as InspectJson;
}

before(async () => {
  const { code, stderr } = await cli('run', '-b', 'mini', '-r', 'bm25', '-r', 'bm25:protocol=anserini-bm25', '--out', out);
  assert.equal(code, 0, stderr);
});

test('one topic of one run: query, gold, top documents with texts, and why', async () => {
  const { code, stdout, stderr } = await inspect('bm25', '-b', 'mini:proofs', '--topic', 'proofs/1', '--top', '3');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^mini:proofs, topic proofs\/1\noriginal query:\n {2}Ten points are placed anywhere inside an equilateral triangle/);
  assert.match(stdout, / Percent +bm25\n[─\n]+ nDCG@10 +58\.0\n/);
  assert.match(stdout, /The 2 relevant documents\n/);
  assert.match(stdout, / 2 +1 +solved\/difference_divisible_by_ten\.txt\n +… have a difference/);
  assert.match(stdout, /First 3 of \d+ documents of bm25\n/);
  assert.match(stdout, / 1 +11\.7880 +– +theorems\/viviani_theorem\.txt\n +Viviani's theorem\./);
  assert.match(
    stdout,
    /Nobody judged 2 of the first 3 of bm25 \(gain –\)\. 3 documents are excluded for this topic: bm25 has none of them\./,
  );
  assert.match(
    stdout,
    /BM25 of theorems\/viviani_theorem\.txt in bm25\nscore 11\.78797; length 26 tokens, on average 34\.4; N = 104, k1 = 0\.9, b = 0\.4/,
  );
  assert.match(stdout, / Term +Query weight +tf +df +idf +Adds +Share\n/);
  assert.ok(
    stdout.split('\n').every((line) => [...line].length <= 120),
    'lines fit the width',
  );
});

test("the explained scores are the run's, and their terms add up to them", async () => {
  for (const system of ['bm25', 'bm25@anserini-bm25']) {
    const run = await readRun(join(out, 'mini', 'proofs', system, 'run.trec'));
    const { runs, gold } = await inspectJson(system, '-b', 'mini:proofs', '--topic', 'proofs/2', '--top', '20');
    const ranking = run.rankings.get('proofs/2')!;
    const { explained, top } = runs[0]!;
    assert.ok(explained.length >= 20 && gold.every(({ document }) => explained.some((score) => score.document === document)));
    for (const { document, score, runScore, terms } of explained) {
      const sum = terms.reduce((total, { contribution }) => total + contribution, 0);
      assert.ok(Math.abs(sum - score) <= 1e-6 * Math.max(1, score), `${document}: ${sum} for ${score}`);
      const at = ranking.ids.indexOf(document);
      assert.equal(runScore, at < 0 ? null : ranking.scores[at]);
      if (runScore !== null) assert.equal(Math.fround(runScore), score, document);
    }
    assert.deepEqual(
      top.map(({ document }) => document),
      sortRanking(ranking).ids.slice(0, 20),
      'in evaluated order',
    );
  }
});

test('against another run: what moved, ranks in both, both explained', async () => {
  const args = ['bm25', '--against', 'bm25@anserini-bm25', '-b', 'mini:proofs', '--topic', 'proofs/17'];
  const { runs, gold, measures, queries } = await inspectJson(...args);
  assert.equal(queries.length, 1, 'the same queries once');
  assert.deepEqual(
    gold.map(({ document, ranks }) => [document, ranks]),
    [
      ['theorems/hall_marriage_theorem.txt', [12, 6]],
      ['solved/cards_in_thirteen_piles.txt', [46, 46]],
    ],
  );
  const [{ values, delta, measure }] = measures as [(typeof measures)[number]];
  assert.equal(measure, 'nDCG@10');
  assert.ok(Math.abs(delta! - (values[0]! - values[1]!)) < 1e-15);
  const ranks = new Map(runs[1]!.top.map(({ document, rank }) => [document, rank]));
  for (const { document, otherRank } of runs[0]!.top) if (ranks.has(document)) assert.equal(otherRank, ranks.get(document));
  const { stdout } = await inspect(...args);
  assert.match(stdout, / nDCG@10 +0\.0 +21\.8 +−21\.8\n/);
  assert.match(stdout, / 12 +6 +↓6 +1 +theorems\/hall_marriage_theorem\.txt\n/);
  assert.match(stdout, /Moved: from bm25@anserini-bm25 to bm25\./);
  assert.equal(stdout.match(/^BM25 of /gm)!.length, 4);
});

test('the topics that went worst and best', async () => {
  const against = ['bm25', '--against', 'bm25@anserini-bm25', '-b', 'mini:proofs'];
  const worst = (await inspectJson(...against, '--worst', '3')).topics;
  assert.equal(worst.length, 3);
  assert.equal(worst[0]!.topic, 'proofs/17');
  assert.ok(worst.every(({ delta }, at) => delta! < 0 && (at === 0 || delta! >= worst[at - 1]!.delta!)));
  const best = (await inspectJson(...against, '--best', '100', '-m', 'R@10')).topics;
  assert.ok(best.length > 0 && best.length < 18 && best.every(({ delta, measure }) => delta! > 0 && measure === 'R@10'));
  const alone = (await inspectJson('bm25', '-b', 'mini:proofs', '--best', '2')).topics;
  assert.deepEqual(
    alone.map(({ topic, delta }) => [topic, delta]),
    [
      ['proofs/1', null],
      ['proofs/16', null],
    ],
  );
  const { stdout } = await inspect(...against, '--worst', '1');
  assert.match(stdout, /^nDCG@10, percent: bm25 against bm25@anserini-bm25\n/);
  assert.match(stdout, / 0\.0 +21\.8 +−21\.8 +proofs\/17 +Every child in a class likes .*…\n/);
  const same = await inspect('bm25', '--against', join(out, 'mini', 'proofs', 'bm25'), '-b', 'mini:proofs', '--worst', '5');
  assert.deepEqual([same.code, same.stdout], [0, 'no topic differs in that direction\n']);
});

test('as Markdown', async () => {
  const { stdout } = await inspect('bm25', '-b', 'mini:household', '--topic', '1', '--format', 'md', '--no-explain');
  assert.match(stdout, /^## mini:household, topic 1\n\noriginal query:\n\n> \S/);
  assert.match(stdout, /\| Rank \| +Score \| Gain \| Document +\| Text +\|\n/);
  assert.doesNotMatch(stdout, /BM25 of/);
});

test('a run file by a file of judgments: excluded ids and texts are not known, and hostile names do no harm', async () => {
  const run = join(folder, 'hostile.trec');
  const qrels = join(folder, 'hostile.txt');
  const evil = 'd\x1b[2J\u202E|<b>';
  writeFileSync(run, `q\x1b1\tQ0\t${evil}\t1\t2.5\tx\nq\x1b1\tQ0\td2\t2\t1.5\tx\n`);
  writeFileSync(qrels, `q\x1b1\t0\t${evil}\t1\nq\x1b1\t0\tgone\t2\nq2\t0\td2\t1\n`);
  for (const format of ['table', 'md', 'json']) {
    const { code, stdout, stderr } = await inspect(run, '--qrels', qrels, '--topic', 'q\x1b1', '--format', format);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{Cc}|\u202E/u, format);
  }
  const { gold, runs, queries, measures } = await inspectJson(run, '--qrels', qrels, '--topic', 'q\x1b1');
  assert.deepEqual(
    gold.map(({ document, relevance, ranks, snippet }) => [document, relevance, ranks, snippet]),
    [
      ['gone', 2, [null], null],
      [evil, 1, [1], null],
    ],
  );
  assert.deepEqual([runs[0]!.top.length, runs[0]!.unjudged, runs[0]!.explained, queries], [2, 1, [], []]);
  assert.ok(measures[0]!.values[0]! > 0);
  const missing = await inspectJson(run, '--qrels', qrels, '--topic', 'q2');
  assert.deepEqual([missing.runs[0]!.retrieved, missing.measures[0]!.values], [0, [null]]);
  const { stdout } = await inspect(run, '--qrels', qrels, '--topic', 'q2');
  assert.match(stdout, / nDCG@10 +–\n/);
});

test('excluded documents that were returned are told', async () => {
  const run = join(folder, 'leaky.trec');
  writeFileSync(run, 'proofs/1 Q0 solved/five_in_a_triangle.txt 1 9 x\nproofs/1 Q0 theorems/pigeonhole_principle.txt 2 8 x\n');
  const { stdout, stderr } = await inspect(run, '-b', 'mini:proofs', '--topic', 'proofs/1');
  assert.match(stdout.replace(/\s+/g, ' '), /leaky has 1 of them \(solved\/five_in_a_triangle\.txt at rank 1\)/);
  assert.match(stdout, /\[excluded\] /);
  assert.doesNotMatch(stdout, /BM25 of/);
  assert.match(stderr, /provenance unknown/);
});

test('what is not there or makes no sense is refused, with a way on', async () => {
  const cases: readonly (readonly [RegExp, ...string[]])[] = [
    [/what to look at is missing\n {2}--topic ID shows one topic/, 'bm25', '-b', 'mini:proofs'],
    [/--topic and --worst are given/, 'bm25', '-b', 'mini:proofs', '--topic', 'x', '--worst', '3'],
    [
      /--topic "proofs\/71": mini:proofs has no such topic\n {2}Did you mean proofs\/1 or/,
      'bm25',
      '-b',
      'mini:proofs',
      '--topic',
      'proofs/71',
    ],
    [/bm25: there are runs of it on 3 splits.*\n {2}Name one with -b: mini:household, mini:proofs/, 'bm25', '--topic', 'x'],
    [/bm26: there is no such run file or stored system\n {2}Did you mean bm25/, 'bm26', '--topic', 'x'],
    [/--worst: 0 was given/, 'bm25', '-b', 'mini:proofs', '--worst', '0'],
    [/--top: -1 was given/, 'bm25', '-b', 'mini:proofs', '--topic', 'proofs/1', '--top', '-1'],
    [/--format: "csv" was given/, 'bm25', '-b', 'mini:proofs', '--topic', 'proofs/1', '--format', 'csv'],
    [/no split "proof"\n {2}Did you mean proofs/, 'bm25', '-b', 'mini:proof', '--topic', 'proofs/1'],
  ];
  const outcomes = await Promise.all(cases.map(([, ...args]) => inspect(...args)));
  cases.forEach(([message], at) => {
    const { code, stdout, stderr } = outcomes[at]!;
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, message);
  });
});

test('published runs on a split of the Hub, beside BM25', { skip: needsShared }, async () => {
  const server = await startHubServer();
  try {
    const online = { HF_ENDPOINT: server.endpoint, HF_HOME: join(folder, 'hub') };
    const on = (...args: string[]): Promise<Outcome> => runCli(args, { env: online, cwd: folder });
    const run = `rader=${join(shared!, 'runs', 'rader-qwen2.5-7b', 'theoremqa_theorems.rerank-score.json.gz')}`;
    const common = ['-b', 'bright:theoremqa_theorems', '--format', 'json'];
    const listed = await on('inspect', run, '--worst', '1', ...common);
    const { topics } = JSON.parse(listed.stdout) as InspectJson;
    const { topic } = topics[0]!;
    const before = await on('inspect', run, '--topic', topic, ...common);
    assert.match(before.stderr, /no texts of documents: the corpus is not on this machine; `brightline fetch bright:theoremqa_theorems`/);
    assert.equal((await on('run', '-b', 'bright:theoremqa_theorems', '--out', out, '--quiet')).code, 0);
    const after = await on('inspect', run, '--against', 'bm25', '--out', out, '--topic', topic, ...common);
    assert.equal(after.code, 0, after.stderr);
    const { runs, gold, queries } = JSON.parse(after.stdout) as InspectJson;
    assert.ok(gold.every(({ snippet }) => snippet !== null) && queries[0]!.text.length > 20);
    assert.deepEqual(
      runs.map(({ explained }) => explained.length > 0),
      [false, true],
    );
    for (const { score, runScore } of runs[1]!.explained) if (runScore !== null) assert.equal(Math.fround(runScore), score);
  } finally {
    await server.stop();
  }
});
