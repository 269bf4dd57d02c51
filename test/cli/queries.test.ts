import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { ScoreRow } from '../../src/report/score-row.ts';
import type { TopicInspection } from '../../src/report/topic-inspection.ts';
import type { Manifest } from '../../src/run/manifest.ts';
import { packageRoot } from '../../src/support/package-root.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
const env = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') };
const brightline = (...args: readonly string[]): Promise<Outcome> => runCli(args, { env, cwd: folder });

/** The topics of `mini:proofs` with the worked queries that ship beside them. */
const worked = readFileSync(join(packageRoot(), 'benchmarks/mini/worked_reason/proofs.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly id: string; readonly query: string });
const write = (name: string, rows: readonly { readonly id: string; readonly query: string }[]): void =>
  writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

before(() => write('mine.jsonl', worked));

interface RunJson {
  readonly rows: readonly ScoreRow[];
  readonly runs: readonly { readonly run: string; readonly manifest: string; readonly reused: boolean }[];
  readonly warnings: readonly string[];
}

async function run(
  ...args: readonly string[]
): Promise<{ row: ScoreRow; manifest: Manifest; reused: boolean; warnings: readonly string[] }> {
  const { code, stdout, stderr } = await brightline('run', '-b', 'mini:proofs', '-m', 'nDCG@10', '--format', 'json', ...args);
  assert.equal(code, 0, stderr);
  const { rows, runs, warnings } = JSON.parse(stdout) as RunJson;
  return {
    row: rows[0]!,
    manifest: JSON.parse(readFileSync(join(folder, runs[0]!.manifest), 'utf8')) as Manifest,
    reused: runs[0]!.reused,
    warnings: warnings.filter((warning) => !warning.includes('tied documents')),
  };
}

const stored = (out = 'runs'): readonly string[] => readdirSync(join(folder, out, 'mini/proofs'));

test('a file of queries scores as the set that it holds, in a run and under a name of its own', async () => {
  const original = await run();
  const set = await run('--queries', 'worked');
  const file = await run('--queries', 'mine.jsonl');
  assert.equal(file.row.queries, 'file:mine.jsonl');
  assert.equal(file.row.value, set.row.value);
  assert.notEqual(file.row.value, original.row.value);
  const { settings, queryFile } = file.manifest;
  assert.equal(settings.queries, 'file:mine.jsonl');
  assert.match(settings.queriesHash!, /^[0-9a-f]{64}$/);
  assert.equal(queryFile, 'mine.jsonl');
  assert.equal(original.manifest.settings.queriesHash, undefined);
  assert.ok(stored().includes(`bm25@queries=file%3Amine.jsonl+${settings.queriesHash!.slice(0, 8)}`), stored().join(' '));
  assert.ok((await run('--queries', './mine.jsonl')).reused);
});

test('a file that was changed is another run, and the earlier ones stay', async () => {
  const earlier = await run('--queries', 'mine.jsonl');
  write('mine.jsonl', [{ id: worked[0]!.id, query: 'something else' }, ...worked.slice(1)]);
  const later = await run('--queries', 'mine.jsonl');
  assert.ok(!later.reused);
  assert.notEqual(later.manifest.key, earlier.manifest.key);
  assert.ok((await run()).reused, 'the run of the original queries is as it was');
  write('mine.jsonl', [...worked].reverse());
  assert.ok((await run('--queries', 'mine.jsonl')).reused, 'the order of a file is no matter');
});

test('a topic without a query is exit 3, with the number and the first; one too many is a warning that is kept', async () => {
  write('few.jsonl', worked.slice(2));
  const few = await brightline('run', '-b', 'mini:proofs', '--queries', 'few.jsonl');
  assert.equal(few.code, 3);
  assert.match(few.stderr, /few\.jsonl: 16 topics, where the split has 18: 2 without a rewritten query \("[^"]+", "[^"]+"\)/);
  write('many.jsonl', [...worked, { id: 'beyond', query: 'x' }]);
  const many = await run('--queries', 'many.jsonl');
  assert.equal(many.warnings.length, 1);
  assert.match(many.warnings[0]!, /many\.jsonl: 19 topics, where the split has 18: 1 that the split doesn't have \("beyond"\)/);
  assert.deepEqual(many.manifest.warnings, many.warnings);
});

test('one file is for one split; a folder has one for each', async () => {
  const refused = await brightline('run', '-b', 'mini:proofs,household', '--queries', 'mine.jsonl');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /mine\.jsonl: is one file, for several splits/);
  const { code, stderr, stdout } = await brightline(
    ...['run', '-b', 'mini:proofs,household', '--queries', join(packageRoot(), 'benchmarks/mini/worked_reason'), '--out', 'both'],
    ...['-m', 'nDCG@10', '--format', 'json'],
  );
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    (JSON.parse(stdout) as RunJson).rows.map(({ split, queries }) => [split, queries]),
    [
      ['proofs', 'file:proofs.jsonl'],
      ['household', 'file:household.jsonl'],
    ],
  );
});

test('steps and joins have names of their own, in rows, manifests, folders and lists', async () => {
  const steps = await run('--queries', 'worked', '--steps', 'rrf', '--step-depth', '50', '--out', 'named');
  assert.equal(steps.row.queries, 'worked, steps=rrf, step-depth=50');
  assert.deepEqual(
    { ...steps.manifest.settings.combined },
    { rule: 'rrf', method: 'rrf', normalisation: 'reciprocal-rank', missing: 'zero', k: 60, depth: 50 },
  );
  assert.deepEqual([steps.manifest.settings.steps, steps.manifest.settings.splitter], ['each', 1]);
  const joined = await run('--queries', 'worked', '--join', 'question+reasoning', '--out', 'named');
  const prefix = await run('--queries', 'worked', '--steps', 'prefix', '--out', 'named');
  assert.equal(prefix.row.value, joined.row.value, 'the last prefix is the question with the whole reasoning');
  await run('--queries', 'worked', '--out', 'named');
  assert.deepEqual([...stored('named')].sort(), [
    'bm25@queries=worked',
    'bm25@queries=worked@join=question+reasoning',
    'bm25@queries=worked@steps=prefix%3Alast',
    'bm25@queries=worked@steps=rrf@step-depth=50',
  ]);
  const { stdout } = await brightline('list', 'runs', '--out', 'named', '--format', 'csv');
  assert.match(stdout, /"worked, steps=rrf, step-depth=50"/);
  const dry = await brightline('run', '-b', 'mini:proofs', '--queries', 'worked', '--steps', 'prefix', '--out', 'named', '--dry-run');
  assert.match(dry.stdout, /worked, steps=prefix:last .* reuse/);
  const table = await brightline('run', '-b', 'mini:proofs', '--queries', 'worked', '--steps', 'max', '--out', 'table');
  assert.match(table.stdout, /bright-paper · worked, steps=max queries/);
});

test('compare sets them side by side without --force', async () => {
  await run('--out', 'compared');
  await run('--queries', 'mine.jsonl', '--out', 'compared');
  await run('--queries', 'worked', '--steps', 'prefix:sum', '--out', 'compared');
  const names = stored('compared').map((name) => decodeURIComponent(name));
  assert.equal(names.length, 3);
  const { code, stdout, stderr } = await brightline('compare', ...names, '--baseline', 'bm25', '--out', 'compared', '--format', 'json');
  assert.equal(code, 0, stderr);
  const { pairs, rows } = JSON.parse(stdout) as { pairs: readonly { delta: number; p: number }[]; rows: readonly ScoreRow[] };
  assert.equal(pairs.length, 2);
  for (const { delta, p } of pairs) assert.ok(Number.isFinite(delta) && p >= 0 && p <= 1);
  assert.deepEqual(new Set(rows.map(({ queries }) => queries)), new Set(['original', 'file:mine.jsonl', 'worked, steps=prefix:sum']));
});

test('inspect shows what was sent, explains only scores of one query, and says when a file is gone', async () => {
  const topic = worked[0]!.id;
  const inspect = async (...args: readonly string[]): Promise<{ found: TopicInspection; stderr: string }> => {
    const { code, stdout, stderr } = await brightline(
      'inspect',
      ...args,
      '--topic',
      topic,
      '--explain',
      '--out',
      'inspected',
      '--format',
      'json',
    );
    assert.equal(code, 0, stderr);
    return { found: JSON.parse(stdout) as TopicInspection, stderr };
  };
  write('gone.jsonl', worked);
  await run('--queries', 'worked', '--steps', 'rrf', '--out', 'inspected');
  await run('--queries', 'worked', '--join', 'reasoning+question', '--out', 'inspected');
  const file = await run('--queries', 'gone.jsonl', '--out', 'inspected');
  const named = `bm25@queries=file:gone.jsonl+${file.manifest.settings.queriesHash!.slice(0, 8)}`;

  const two = (await inspect('bm25@queries=worked@steps=rrf', '--against', 'bm25@queries=worked@join=reasoning+question')).found;
  assert.deepEqual(
    two.queries.map(({ queries }) => queries),
    ['worked, steps=rrf', 'worked, join=reasoning+question'],
  );
  assert.equal(two.queries[0]!.text, worked[0]!.query);
  assert.ok(two.queries[1]!.text.startsWith(`${worked[0]!.query}\n`));
  assert.equal(two.runs[0]!.explained.length, 0);
  const { explained } = two.runs[1]!;
  assert.ok(explained.length > 0);
  for (const { score, runScore } of explained) if (runScore !== null) assert.ok(Math.abs(score - runScore) < 1e-4);

  assert.deepEqual((await inspect(named)).found.queries, [{ queries: 'file:gone.jsonl', text: worked[0]!.query }]);
  write('gone.jsonl', worked.slice(1));
  const changed = await inspect(named);
  assert.deepEqual(changed.found.queries, []);
  assert.match(changed.stderr, /gone\.jsonl: holds other queries than when the run was made/);
});

const wrong: readonly (readonly [args: string, code: number, message: RegExp])[] = [
  ['--queries nowhere.jsonl', 2, /--queries nowhere\.jsonl: there is no such file or folder/],
  ['--queries ./nowhere', 2, /--queries \.\/nowhere: there is no such file or folder/],
  ['--steps rff', 2, /rule "rff".*\n.*mean rrf\?/],
  ['--steps prefix', 2, /--steps prefix puts the question to a reasoning, and the original queries have none/],
  ['--queries worked --join both', 2, /--join both: question\+reasoning, reasoning\+question or apart:RULE was expected/],
  ['--queries worked --steps last --step-depth 10', 2, /--step-depth is given/],
  ['--queries worked --steps rrf --step-depth 0', 2, /--step-depth: 0 was given/],
];

for (const [args, code, message] of wrong) {
  test(`brightline run -b mini ${args}: exit ${code}, and nothing is written`, async () => {
    mkdirSync(join(folder, 'wrong'), { recursive: true });
    const outcome = await brightline('run', '-b', 'mini', ...args.split(' '), '--out', 'wrong');
    assert.equal(outcome.code, code, outcome.stderr);
    assert.match(outcome.stderr, message);
    assert.equal(outcome.stdout, '');
    assert.deepEqual(readdirSync(join(folder, 'wrong')), []);
  });
}
