import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Cause } from '../../src/check/cause.ts';
import { type HubServer, startHubServer } from '../hub-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
const offline = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') };
const cli = (...args: readonly string[]): Promise<Outcome> => runCli(args, { cwd: folder, env: offline });
let hub: HubServer;
before(async () => {
  if (shared !== undefined) hub = await startHubServer();
});
after(() => hub?.stop());
const onlineIn = (home: string, ...args: readonly string[]): Promise<Outcome> =>
  runCli(args, { cwd: folder, env: { HF_ENDPOINT: hub.endpoint, HF_HOME: join(folder, home) } });
const online = (...args: readonly string[]): Promise<Outcome> => onlineIn('online', ...args);

interface Verdict {
  readonly table: string;
  readonly split: string | null;
  readonly system: string;
  readonly measure: string;
  readonly expected: number;
  readonly measured: number | null;
  readonly delta: number | null;
  readonly tolerance: number;
  readonly verdict: string;
  readonly reason: string | null;
  readonly causes: readonly Cause[];
  readonly run?: string;
  readonly reused?: boolean | null;
}

async function verdicts(run: Promise<Outcome>): Promise<readonly Verdict[]> {
  const { code, stdout, stderr } = await run;
  assert.equal(code, 0, stderr);
  return (JSON.parse(stdout) as { verdicts: readonly Verdict[] }).verdicts;
}

/** `split: verdict`, the average as such. */
const told = (all: readonly Verdict[]): readonly string[] =>
  all.map(({ system, split, verdict }) => `${system} ${split ?? 'average'}: ${verdict}`);

async function refused(run: Promise<Outcome>, code: number, ...patterns: readonly RegExp[]): Promise<void> {
  const outcome = await run;
  assert.equal(outcome.code, code, outcome.stderr);
  assert.equal(outcome.stdout, '');
  for (const pattern of patterns) assert.match(outcome.stderr, pattern);
}

test('mini gives what is published, offline, and runs that are there are taken', async () => {
  const first = await verdicts(cli('reproduce', 'mini/bm25', '--format', 'json'));
  assert.equal(first.length, 12);
  assert.deepEqual(new Set(first.map(({ verdict }) => verdict)), new Set(['exact']));
  assert.deepEqual(
    first.filter(({ split }) => split !== null).map(({ reused }) => reused),
    new Array(9).fill(false),
  );
  const { table, expected, delta, measured, tolerance, measure } = first[0]!;
  assert.deepEqual([table, expected, delta, tolerance, measure], ['mini/bm25', 0.2189, measured! - 0.2189, 0, 'nDCG@10']);
  const again = await verdicts(cli('reproduce', 'mini/bm25', '--format', 'json', '--strict'));
  assert.ok(again.filter(({ split }) => split !== null).every(({ reused }) => reused === true));
  assert.deepEqual(told(again), told(first));
});

test('rows and splits are chosen, and an average only stands where all splits do', async () => {
  const chosen = await verdicts(
    cli('reproduce', 'mini/bm25', '--systems', 'bright-paper,ANSERINI-BM25', '--splits', 'proofs', '--format', 'json'),
  );
  assert.deepEqual(told(chosen), ['bright-paper proofs: exact', 'anserini-bm25 proofs: exact']);
});

test('a figure that is off names the protocol that gives it, and what was tried in vain', async () => {
  const args = ['reproduce', 'mini/bm25', '--systems', 'bright-paper', '-r', 'bright-paper=bm25:protocol=anserini-bm25'];
  const all = await verdicts(cli(...args, '--format', 'json'));
  assert.deepEqual(
    told(all),
    ['household', 'proofs', 'scripting', 'average'].map((split) => `bright-paper ${split}: off`),
  );
  const [protocol] = all[1]!.causes;
  assert.deepEqual(
    [protocol!.cause, protocol!.finding, protocol!.evidence, protocol!.value?.toFixed(5)],
    ['protocol', 'explains', 'under bright-paper it is 18.457', '0.18457'],
  );
  assert.deepEqual(
    all[1]!.causes.filter(({ finding }) => finding === 'does not explain').map(({ cause }) => cause),
    ['protocol', 'excluded ids', 'ties', 'score precision', 'topics', 'qrels'],
  );
  assert.match(all[1]!.causes.find(({ cause }) => cause === 'qrels')!.evidence, /with the copy of a relevant document credited/);
  assert.deepEqual(
    all[3]!.causes.map(({ evidence }) => evidence),
    ['off on household, proofs, scripting, whose causes stand there'],
  );
  assert.equal((await cli(...args, '--strict')).code, 1);
});

test('given runs are judged in the place of those that would be made, one by one or split by split', async () => {
  await cli('run', '-b', 'mini', '-r', 'bm25', '--out', 'other', '--quiet');
  for (const split of ['household', 'proofs']) {
    mkdirSync(join(folder, 'given'), { recursive: true });
    copyFileSync(join(folder, `other/mini/${split}/bm25/run.trec`), join(folder, `given/${split}.trec`));
  }
  const rows = ['--systems', 'bright-paper', '--format', 'json'];
  const each = await verdicts(cli('reproduce', 'mini/bm25', '--run', 'bright-paper=given/{split}.trec', ...rows));
  assert.deepEqual(
    each.map(({ run, reused }) => [run, reused]),
    [
      ['given/household.trec', null],
      ['given/proofs.trec', null],
      ['runs/mini/scripting/bm25/run.trec', true],
      [undefined, undefined],
    ],
  );
  assert.ok(each.every(({ verdict }) => verdict === 'exact'));
  // The folder of a stored run has a manifest that tells its split.
  const stored = await verdicts(cli('reproduce', 'mini/bm25', '--run', 'bright-paper=other/mini/proofs/bm25', ...rows));
  assert.equal(stored[1]!.run, 'other/mini/proofs/bm25/run.trec');
  const named = await verdicts(cli('reproduce', 'mini/bm25', '--run', 'bright-paper:household=given/household.trec', ...rows));
  assert.equal(named[0]!.run, 'given/household.trec');
});

test('a given run that is off tells that nothing is known of how it was made', async () => {
  await cli('run', '-b', 'mini:household', '--protocol', 'anserini-bm25', '--out', 'other', '--quiet');
  copyFileSync(join(folder, 'other/mini/household/bm25@anserini-bm25/run.trec'), join(folder, 'plain.trec'));
  const args = ['--systems', 'bright-paper', '--splits', 'household', '--run', 'bright-paper=plain.trec', '--format'];
  const [verdict] = await verdicts(cli('reproduce', 'mini/bm25', ...args, 'json'));
  assert.equal(verdict!.verdict, 'off');
  assert.deepEqual(
    verdict!.causes.map(({ cause, finding }) => `${cause}: ${finding}`),
    [
      'provenance: open',
      'dataset: open',
      'ties: does not explain',
      'score precision: does not explain',
      'topics: does not explain',
      'qrels: does not explain',
    ],
  );
  const { stdout } = await cli('reproduce', 'mini/bm25', ...args, 'md');
  assert.match(stdout, /bright-paper on household is off:\n\n- open: provenance: nothing tells how the run was made: it has no manifest\n/);
});

test('every format tells the same', async () => {
  const args = ['reproduce', 'mini/bm25', '--systems', 'anserini-bm25', '--format'];
  const text = await cli(...args, 'table');
  assert.match(text.stdout, /^BM25 on mini under each protocol: nDCG@10\n/);
  assert.match(text.stdout, / anserini-bm25 {3}household {7}19\.52 {5}19\.525 {3}\+0\.005 {3}exact\n/);
  assert.match(text.stdout, /figures in percent; exact: rounds to the published figure\n[\s\S]*\n4 exact\n$/);
  const markdown = await cli(...args, 'md');
  assert.match(markdown.stdout, /\| anserini-bm25 \| household \| +19\.52 \| +19\.525 \| \+0\.005 \| exact +\|\n[\s\S]*\n4 exact\.\n$/);
  const latex = await cli(...args, 'latex');
  assert.match(latex.stdout, /anserini-bm25 & household & 19\.52 & 19\.525 & \+0\.005 & exact \\\\\n/);
  assert.match(latex.stderr, /mini\/bm25: 4 exact/);
  const [head, first, ...rest] = (await cli(...args, 'csv')).stdout.trimEnd().split('\n');
  assert.equal(head, 'table,benchmark,split,system,measure,queries,expected,measured,delta,tolerance,verdict,reason,causes');
  assert.match(first!, /^mini\/bm25,mini,household,anserini-bm25,nDCG@10,original,0\.1952,0\.195248\d+,0\.000048\d+,0,exact,,$/);
  assert.equal(rest.length, 3);
});

test('what can not be run says why, stops nothing, and passes no strict run', async () => {
  const args = ['reproduce', 'rader/table-1', '--splits', 'pony', '--format'];
  const all = await verdicts(cli(...args, 'json'));
  assert.equal(all.length, 12);
  const reasonOf = (name: string): string => all.find(({ system }) => system === name)!.reason!;
  assert.match(reasonOf('BM25'), /xlangai\/BRIGHT/);
  assert.match(reasonOf('Qwen'), /needs a model: --systems NAME runs it/);
  assert.match(reasonOf('RaDeR-Llama3.1'), /the table names no retriever for it: --run NAME=FILE/);
  const strict = await cli(...args, 'table', '--strict');
  assert.equal(strict.code, 1);
  assert.match(strict.stdout, /not run: Qwen · Qwen2 · .* on pony\n {2}needs a model/);
  assert.match(strict.stdout, /\n12 not run\n$/);
});

test('figures that are no measures of rankings are not run, and nothing is asked of the Hub for them', async () => {
  const all = await verdicts(cli('reproduce', 'rader/table-7', '--format', 'json'));
  assert.deepEqual(new Set(all.map(({ reason }) => reason)), new Set(['answer accuracy is no measure of rankings']));
});

const wrong: readonly (readonly [what: string, args: readonly string[], code: number, ...patterns: readonly RegExp[]])[] = [
  ['an unknown table', ['rader/tabel-1'], 2, /table "rader\/tabel-1"/, /Did you mean rader\/table-1/],
  ['an unknown system', ['rader/table-1', '--systems', 'GritML'], 2, /no row is named "GritML"/, /Did you mean GritLM/],
  ['an unknown split', ['rader/table-1', '--splits', 'bilogy'], 2, /no split "bilogy"/, /Did you mean biology/],
  [
    'a run without a name',
    ['mini/bm25', '--run', 'run.trec'],
    2,
    /a name, an equals sign and a file were expected/,
    /--run 'bright-paper=FILE'/,
  ],
  [
    'a run for an unknown row',
    ['mini/bm25', '--run', 'bright-papre=x.trec'],
    2,
    /no row is named "bright-papre"/,
    /Did you mean bright-paper/,
  ],
  ['a run for an unknown row and split', ['mini/bm25', '--run', 'bm26:proofs=x.trec'], 2, /no row is named "bm26"/],
  ['a run for an unknown split', ['mini/bm25', '--run', 'bright-paper:prooofs=x.trec'], 2, /no split "prooofs"/, /Did you mean proofs/],
  ['a run that is not there', ['mini/bm25', '--run', 'bright-paper:proofs=x.trec'], 2, /there is no run file x\.trec/],
  [
    'runs that are not there',
    ['mini/bm25', '--run', 'bright-paper={split}.trec'],
    2,
    /no such file for any split/,
    /Looked for household\.trec/,
  ],
  [
    'a run of any split',
    ['mini/bm25', '--run', 'bright-paper=bad.trec'],
    2,
    /which of the 3 splits is it on/,
    /bright-paper:SPLIT=bad\.trec/,
  ],
  [
    'a run on a split that is left out',
    ['mini/bm25', '--splits', 'proofs', '--run', 'bright-paper:household=bad.trec'],
    2,
    /the split household is not among those of --splits/,
  ],
  [
    'two runs for a cell',
    ['mini/bm25', '--run', 'bright-paper:proofs=bad.trec', '--run', 'bright-paper:proofs=bad.trec'],
    2,
    /bright-paper on proofs is given twice/,
  ],
  ['a run that can not be read', ['mini/bm25', '--run', 'bright-paper:proofs=bad.trec'], 3, /bad\.trec:1: /],
  [
    'a run of other topics',
    ['mini/bm25', '--run', 'bright-paper:proofs=other.trec'],
    3,
    /other\.trec: the run and the qrels share no topic/,
  ],
  [
    'a row that several retrievers run',
    ['mini/bm25', '-r', 'bright-paper=bm25', '-r', 'bright-paper=bm25:b=0.5'],
    2,
    /is run by bm25 already/,
  ],
  ['a retriever of no row', ['mini/bm25', '-r', 'bm52'], 2, /no row is named "bm52"/],
];
for (const [what, args, code, ...patterns] of wrong) {
  test(`${what} is refused with what to do`, async () => {
    writeFileSync(join(folder, 'bad.trec'), 'no run at all\n');
    writeFileSync(join(folder, 'other.trec'), 'strange Q0 d 1 1 x\n');
    await refused(cli('reproduce', ...args), code, ...patterns);
  });
}

const published = (name: string): string => join(shared!, 'runs/rader-gte-qwen2-7b', `theoremqa_theorems.${name}-score.json.gz`);
const theorems = ['--splits', 'theoremqa_theorems', '--format', 'json'];

test("RaDeR's published files give Table 2: 43.4, and with its reranker 51.6", { skip: needsShared }, async () => {
  const fused = await online(
    'fuse',
    published('rerank'),
    published('hybrid'),
    '--method',
    'weighted-sum',
    '--weights',
    '0.5,0.5',
    '-o',
    'final.trec',
  );
  assert.equal(fused.code, 0, fused.stderr);
  const runs = ['--run', `RaDeR-gte-hybrid=${published('hybrid')}`, '--run', 'RaDeR-gte-rerank:theoremqa_theorems=final.trec'];
  const all = await verdicts(online('reproduce', 'rader/table-2', '--systems', 'RaDeR-gte-hybrid,RaDeR-gte-rerank', ...runs, ...theorems));
  assert.deepEqual(
    all.map(({ system, expected, measured, verdict }) => [system, (100 * expected).toFixed(1), measured!.toFixed(5), verdict]),
    [
      ['RaDeR-gte-hybrid', '43.4', '0.43433', 'exact'],
      ['RaDeR-gte-rerank', '51.6', '0.51561', 'exact'],
    ],
  );
});

test('the reranker alone is off, and the order of its ties is found to be why', { skip: needsShared }, async () => {
  const args = ['--systems', 'RaDeR-gte-rerank', '--run', `RaDeR-gte-rerank=${published('rerank')}`];
  const [verdict] = await verdicts(onlineIn('without-corpus', 'reproduce', 'rader/table-2', ...args, ...theorems));
  assert.equal(verdict!.verdict, 'off');
  const [ties, ...others] = verdict!.causes;
  assert.deepEqual([ties!.cause, ties!.finding, ties!.value?.toFixed(5)], ['ties', 'explains', '0.51561']);
  assert.deepEqual(
    others.filter(({ finding }) => finding === 'open').map(({ cause }) => cause),
    ['qrels', 'provenance', 'dataset'],
  );
});

const bags = [
  { table: 'rader/table-1', system: 'BM25', expected: 0.049, measured: '0.0435', tried: ['0.0439', '0.0229'] },
  { table: 'anserini/ndcg', system: 'BM25', expected: 0.0214, measured: '0.0229', tried: ['0.0435', '0.0439'] },
  { table: 'anserini/ndcg', system: 'BM25, query side', expected: 0.0492, measured: '0.0439', tried: ['0.0435', '0.0229'] },
] as const;
for (const { table, system, expected, measured, tried } of bags) {
  test(`${table}, ${system}: texts that are not the published ones are told as such, and nothing else is blamed`, {
    skip: needsShared,
  }, async () => {
    const [verdict] = await verdicts(online('reproduce', table, '--systems', system, ...theorems));
    assert.deepEqual([verdict!.expected, verdict!.measured!.toFixed(4), verdict!.verdict], [expected, measured, 'off']);
    const { causes } = verdict!;
    assert.deepEqual(
      causes.filter(({ cause }) => cause === 'protocol').map(({ value }) => value!.toFixed(4)),
      tried,
    );
    assert.ok(causes.every(({ finding }) => finding !== 'explains'));
    const open = causes.filter(({ finding }) => finding === 'open');
    assert.deepEqual(
      open.map(({ cause }) => cause),
      ['dataset'],
    );
    assert.match(open[0]!.evidence, /the counts match version "paper"; the texts are not those that anserini\/ndcg indexed/);
    assert.match(open[0]!.evidence, /2,816,524 terms here, 2,822,888 there/);
    assert.match(open[0]!.evidence, /no capital letter in the first 2,000 documents, and 0\.\d % of their words are stop words/);
  });
}

test('a model without weights and splits without a corpus stop neither BM25 nor each other', { skip: needsShared }, async () => {
  const args = ['--systems', 'BM25,RaDeR-gte', '--splits', 'pony,theoremqa_theorems', '--format', 'json'];
  const all = await verdicts(online('reproduce', 'rader/table-1', ...args));
  assert.deepEqual(told(all), [
    'BM25 pony: not run',
    'BM25 theoremqa_theorems: off',
    'RaDeR-gte pony: not run',
    'RaDeR-gte theoremqa_theorems: not run',
  ]);
  assert.match(all[0]!.reason!, /config "documents" has no files for split "pony"/);
  assert.match(all[3]!.reason!, /there is no such model.*Export it/);
});

test('queries that the dataset lacks are a reason, not an end', { skip: needsShared }, async () => {
  const all = await verdicts(online('reproduce', 'rader/table-6', '--systems', 'BM25,BM25 on GPT-4o CoT', ...theorems));
  assert.deepEqual(told(all), ['BM25 theoremqa_theorems: off', 'BM25 on GPT-4o CoT theoremqa_theorems: not run']);
  assert.match(all[1]!.reason!, /no queries named "gpt4"/);
});
