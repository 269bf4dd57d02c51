import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parquetWriteFile } from 'hyparquet-writer';
import { readQrelsFile } from '../../src/collection/qrels-file.ts';
import { readRun } from '../../src/run/read-run.ts';
import { plain } from '../run/files.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const bytes = (name: string): Buffer => readFileSync(at(name));
const convert = (...args: string[]): Promise<Outcome> =>
  runCli(['convert', ...args], { cwd: folder, env: { HF_HUB_OFFLINE: '1', HF_HOME: at('hf') } });

/** Converts, and gives what was said about it. */
async function converted(...args: string[]): Promise<{ file: string; form: string; topics: number; rows: number }> {
  const { code, stdout, stderr } = await convert(...args, '--format', 'json');
  assert.equal(code, 0, stderr);
  return (JSON.parse(stdout) as { files: [{ file: string; form: string; topics: number; rows: number }] }).files[0];
}

const run = 'q1\tQ0\ta b\t1\t12.5\ta system\nq1\tQ0\té😀\t2\t0.1\ta system\nq 2\tQ0\ta b\t1\t-1e-7\ta system\n';
const expected = [['q1', [['a b', 12.5], ['é😀', 0.1]]], ['q 2', [['a b', -1e-7]]]]; // biome-ignore format: short

test('a run goes through every form and comes back the same byte by byte', async () => {
  writeFileSync(at('start.trec'), run);
  assert.deepEqual(await converted('start.trec', 'a.json'), { file: 'a.json', form: 'score-json', topics: 2, rows: 3 });
  assert.deepEqual(JSON.parse(bytes('a.json').toString()), { q1: { 'a b': 12.5, 'é😀': 0.1 }, 'q 2': { 'a b': -1e-7 } });
  assert.equal((await converted('a.json', 'a.arrow')).form, 'arrow');
  assert.equal((await converted('a.arrow', 'a.parquet')).form, 'parquet');
  assert.equal((await converted('a.parquet', 'b.json.gz', '--to', 'mteb', '--to-part', 'biology/standard')).form, 'mteb');
  assert.deepEqual(Object.keys(JSON.parse(gunzipSync(bytes('b.json.gz')).toString()) as object), ['mteb_model_meta', 'biology']);
  assert.equal((await converted('b.json.gz', 'end.trec.gz', '--name', 'a system')).form, 'trec');
  assert.equal(gunzipSync(bytes('end.trec.gz')).toString(), run);
  assert.deepEqual(plain(await readRun(at('end.trec.gz'))), expected);
});

test('a system whose form has no place for its name is named after its file', async () => {
  writeFileSync(at('pony.rerank.json'), '{"q": {"d": 1}}');
  await converted('pony.rerank.json', 'named.trec');
  assert.equal(bytes('named.trec').toString(), 'q Q0 d 1 1 pony.rerank\n');
});

test('a Parquet run is read', async () => {
  const columnData = [
    { name: 'query_id', data: ['q1', 'q1'] },
    { name: 'doc_id', data: ['a', 'b'] },
    { name: 'score', data: [2.5, 1.25] },
  ];
  parquetWriteFile({ filename: at('table.parquet'), columnData });
  await converted('table.parquet', 'table.trec', '--name', 't');
  assert.equal(bytes('table.trec').toString(), 'q1 Q0 a 1 2.5 t\nq1 Q0 b 2 1.25 t\n');
});

test('judgments go from TREC to BEIR and back', async () => {
  writeFileSync(at('trec.txt'), 'q1 0 a 1\nq1 0 b -1\nq2 0 a 2147483647\n');
  assert.deepEqual(await converted('trec.txt', 'test.tsv'), { file: 'test.tsv', form: 'beir', topics: 2, rows: 3 });
  assert.equal(bytes('test.tsv').toString(), 'query-id\tcorpus-id\tscore\nq1\ta\t1\nq1\tb\t-1\nq2\ta\t2147483647\n');
  await converted('test.tsv', 'back.txt.gz', '--to', 'qrels');
  assert.deepEqual(gunzipSync(bytes('back.txt.gz')), bytes('trec.txt'));
});

test('the judgments of a split are written, original and fixed', async () => {
  assert.deepEqual(await converted('mini:proofs', 'proofs.qrels'), { file: 'proofs.qrels', form: 'qrels', topics: 18, rows: 40 });
  assert.equal((await converted('mini:proofs', 'proofs.fixed.qrels', '--qrels', 'fixed')).rows, 41);
  const [original, fixed] = await Promise.all(['proofs.qrels', 'proofs.fixed.qrels'].map((name) => readQrelsFile(at(name))));
  for (const [topic, judged] of original!.qrels)
    for (const [id, relevance] of judged) assert.equal(fixed!.qrels.get(topic)?.get(id), relevance);
  assert.equal((await converted('mini:household', 'long.qrels', '--long-documents')).rows, 16);
});

test('a file of the name of a split is the file', async () => {
  writeFileSync(at('mini'), 'q 0 d 1\n');
  assert.equal((await converted('mini', 'file.qrels')).rows, 1);
});

test('ids with spaces, of a published run, come through every form', { skip: needsShared }, async () => {
  const published = join(shared!, 'runs', 'rader-qwen2.5-7b', 'stackoverflow.rerank-score.json.gz');
  assert.deepEqual(await converted(published, 'stack.trec'), { file: 'stack.trec', form: 'trec', topics: 117, rows: 11_700 });
  await converted('stack.trec', 'stack.arrow');
  await converted('stack.arrow', 'stack.json');
  const rankings = plain(await readRun(published));
  assert.ok(rankings.some(([, documents]) => documents.some(([id]) => id.includes(' ')))); // biome-ignore format: one call
  for (const name of ['stack.trec', 'stack.arrow', 'stack.json']) assert.deepEqual(plain(await readRun(at(name))), rankings, name);
});

test('a file that is there is only written over when told', async () => {
  writeFileSync(at('small.json'), '{"q": {"d": 1}}');
  writeFileSync(at('there.trec'), 'precious');
  const refused = await convert('small.json', 'there.trec');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /there\.trec: is there already\n {2}--force writes over it/);
  assert.equal(bytes('there.trec').toString(), 'precious');
  assert.equal((await convert('small.json', 'there.trec', '--force')).code, 0);
  assert.equal(bytes('there.trec').toString(), 'q Q0 d 1 1 small\n');
  assert.equal((await convert('there.trec', 'there.trec', '--force', '--name', 'again')).code, 0);
  assert.equal(bytes('there.trec').toString(), 'q Q0 d 1 1 again\n');
});

const refusals: readonly (readonly [what: string, args: readonly string[], code: number, message: RegExp])[] = [
  ['a missing file', ['nothing.trec', 'new.json'], 3, /nothing\.trec: there is no such file/],
  ['an unknown form', ['good.trec', 'new.json', '--to', 'trek'], 2, /--to trek: there is no such form.*Did you mean/s],
  ['a name that says no form', ['good.trec', 'new.txt'], 2, /new\.txt: its name does not say in which form/],
  ['packed Parquet', ['good.trec', 'new.parquet.gz'], 2, /the form parquet is not packed with gzip/],
  ['packed Arrow', ['good.trec', 'new.arrow.gz'], 2, /is not packed with gzip/],
  ['a run for judgments', ['good.trec', 'new.qrels'], 3, /good\.trec:1: the relevance must be a whole number/],
  ['judgments for a run', ['good.qrels', 'new.trec'], 3, /good\.qrels:1: expected six columns/],
  ['a benchmark of several splits', ['mini', 'new.qrels'], 2, /mini: names 3 splits, where one was expected.*mini:household/s],
  ['an unknown split', ['mini:prufs', 'new.qrels'], 2, /no split "prufs"/],
  ['gzip that breaks off', ['cut.gz', 'new.json'], 3, /is gzip that breaks off/],
  ['a fault in the last line', ['late.trec', 'new.json'], 3, /late\.trec:2: the score must be a finite number/],
  ['an id that TREC has no place for', ['tab.json', 'new.trec'], 3, /document id can't be written in a TREC run: "a\\tb".*score JSON/s],
  ['no output', ['good.trec'], 2, /got 1, need at least 2/],
];

test('what can’t be converted is refused, and nothing is left behind', { concurrency: 2 }, async (context) => {
  const here = at('refusals');
  await converted('mini:proofs', join(here, 'good.qrels'));
  const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(here, name), content);
  write('good.trec', run);
  write('cut.gz', gzipSync(run.repeat(100)).subarray(0, 60));
  write('late.trec', 'q1 Q0 a 1 2 t\nq1 Q0 b 2 inf t\n');
  write('tab.json', '{"q": {"a\\tb": 1}}');
  const before = readdirSync(here).sort();
  const tests = refusals.map(([what, args, code, message]) =>
    context.test(what, async () => {
      const outcome = await runCli(['convert', ...args], { cwd: here });
      assert.equal(outcome.code, code, outcome.stderr);
      assert.match(outcome.stderr, message);
      assert.doesNotMatch(outcome.stderr, /\n\s+at |unexpected error/);
      assert.equal(outcome.stdout, '');
    }),
  );
  await Promise.all(tests);
  assert.deepEqual(readdirSync(here).sort(), before);
  assert.ok(!existsSync(join(here, 'new.trec')));
});
