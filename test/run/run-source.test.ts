import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeArrowRun } from '../../src/run/arrow-run-writer.ts';
import { unpackRanking } from '../../src/run/packed-ranking.ts';
import { writeParquetRun } from '../../src/run/parquet-run-writer.ts';
import type { Ranking } from '../../src/run/ranking.ts';
import { runFormatOf } from '../../src/run/read-run.ts';
import { type FileRun, openRunSource, type RunSource } from '../../src/run/run-source.ts';
import { writeScoreJson } from '../../src/run/score-json.ts';
import { writeTrecRun } from '../../src/run/trec-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failure, fileWith, type PlainRun, plain, runOf } from './files.ts';

const folder = temporaryFolder();
const open = (path: string, name?: string): Promise<FileRun> => openRunSource(path, { fallback: 'unnamed', name });

async function all({ rankings }: RunSource): Promise<PlainRun> {
  const rows: [string, [string, number][]][] = [];
  for await (const [topic, { ids, scores }] of rankings) rows.push([topic, ids.map((id, at) => [id, scores[at]!])]);
  return rows;
}

const simple = 'q1 Q0 a 1 2.5 bm25\nq1 Q0 b 2 1 bm25\nq2 Q0 a 1 0.1 bm25\n';

test('a run is gone through as often as one likes, and says its name and size', async () => {
  const run = await open(fileWith(folder, simple));
  assert.deepEqual([run.name, run.topics, run.documents], ['bm25', 2, 3]);
  const expected = [['q1', [['a', 2.5], ['b', 1]]], ['q2', [['a', 0.1]]]]; // biome-ignore format: short
  assert.deepEqual(await all(run), expected);
  assert.deepEqual(await all(run), expected);
});

test('the name is the one given, else the tag, else the fallback', async () => {
  assert.equal((await open(fileWith(folder, simple), 'mine')).name, 'mine');
  assert.equal((await open(fileWith(folder, '{"q": {"d": 1}}'))).name, 'unnamed');
});

test('a topic whose rows don’t stand together comes once, whole, behind the others', async () => {
  const run = await open(fileWith(folder, 'q1 Q0 a 1 3 t\nq2 Q0 a 1 3 t\nq1 Q0 b 2 2 t\nq3 Q0 a 1 3 t\n'));
  assert.deepEqual([run.topics, run.documents], [3, 4]);
  assert.deepEqual(await all(run), [['q2', [['a', 3]]], ['q3', [['a', 3]]], ['q1', [['a', 3], ['b', 2]]]]); // biome-ignore format: short
});

test('a fault far down is found before anything is written', async () => {
  await assert.rejects(open(fileWith(folder, `${simple}q3 Q0 a 1 nan t\n`)), failure('data', /:4: the score must be a finite number/));
});

const forms = {
  trec: (path: string, run: RunSource) => writeTrecRun(path, run, { exact: true }),
  packed: (path: string, run: RunSource) => writeTrecRun(`${path}.gz`, run, { exact: true }),
  json: (path: string, run: RunSource) => writeScoreJson(path, run, { exact: true }),
  mteb: (path: string, run: RunSource) => writeScoreJson(path, run, { exact: true, part: 'biology/standard' }),
  arrow: writeArrowRun,
  parquet: writeParquetRun,
} as const;

/** Ids that every form can hold. */
const id = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 8 })
  .filter((text) => !/[\t\n\r\0]/.test(text) && text !== 'mteb_model_meta');
const score = fc
  .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.float({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => value + 0);
const documents = fc.uniqueArray(fc.tuple(id, score), { selector: ([document]) => document, minLength: 1, maxLength: 6 });
const anyRun = fc.uniqueArray(fc.tuple(id, documents), { selector: ([topic]) => topic, minLength: 1, maxLength: 5 });

test('through every form and back, no id and no digit is lost, and the TREC file is the same byte by byte', async () => {
  await fc.assert(
    fc.asyncProperty(anyRun, async (rows) => {
      const start = join(folder, 'start.trec');
      await writeTrecRun(start, runOf(rows, 'a system'), { exact: true });
      const written = readFileSync(start);
      for (const [form, write] of Object.entries(forms)) {
        const there = join(folder, `there.${form}`);
        await write(there, await open(start));
        const back = await open(form === 'packed' ? `${there}.gz` : there, 'a system');
        assert.deepEqual(await all(back), rows, form);
        await writeTrecRun(join(folder, 'back.trec'), back, { exact: true });
        assert.deepEqual(readFileSync(join(folder, 'back.trec')), written, form);
      }
    }),
    { numRuns: 60 },
  );
});

test('what was written with the digits of float32 is written again with the same ones', async () => {
  const start = join(folder, 'float32.trec');
  await writeTrecRun(start, runOf([['q', [['a', Math.fround(0.1)], ['b', Math.fround(1e-9)], ['c', Math.fround(-123456.78)]]]], 't')); // biome-ignore format: short
  await writeTrecRun(join(folder, 'float32-again.trec'), await open(start), { exact: true });
  assert.deepEqual(readFileSync(join(folder, 'float32-again.trec')), readFileSync(start));
  assert.match(readFileSync(start, 'utf8'), /a 1 0\.1 t\n/);
});

test('exactly written, a float32 score has all of its digits', async () => {
  const run = runOf([['q', [['a', Math.fround(0.1)]]]], 't');
  await writeScoreJson(join(folder, 'exact.json'), run, { exact: true });
  assert.match(readFileSync(join(folder, 'exact.json'), 'utf8'), /"a": 0\.10000000149011612/);
});

test('mteb’s predictions name the model and hold the run below its subset and split', async () => {
  const path = join(folder, 'predictions.json');
  await writeScoreJson(path, runOf([['q "1"', [['a', 0.5]]], ['q2', [['b', 2]]]], 'a/b'), { part: 'biology/standard' }); // biome-ignore format: short
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), {
    mteb_model_meta: { model_name: 'a/b', revision: null },
    biology: { standard: { 'q "1"': { a: 0.5 }, q2: { b: 2 } } },
  });
  await writeScoreJson(path, runOf([]), { part: 'x/y' });
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), { mteb_model_meta: { model_name: 'system', revision: null }, x: { y: {} } });
});

test('an Arrow run of many topics lies in several batches, a Parquet run in several row groups', async () => {
  const topics = Array.from(
    { length: 70 },
    (_, topic) => [`q${topic}`, Array.from({ length: 1000 }, (_, rank) => [`d${rank}`, -rank + 0] as const)] as const,
  );
  for (const [form, write] of [
    ['arrow', writeArrowRun],
    ['parquet', writeParquetRun],
  ] as const) {
    // biome-ignore format: short
    const path = join(folder, `large.${form}`);
    await write(path, runOf(topics));
    assert.equal(await runFormatOf(path), form);
    const run = await open(path);
    assert.deepEqual([run.topics, run.documents], [70, 70_000]);
    assert.deepEqual(await all(run), topics);
  }
});

test('what Arrow, Parquet or JSON can’t hold is not written', async () => {
  const path = join(folder, 'refused');
  for (const write of [writeArrowRun, writeParquetRun, writeScoreJson]) {
    await assert.rejects(write(path, runOf([['q', [['d', Number.NaN]]]])), failure('data', /the score of document "d" is NaN/));
    for (const wrong of ['', 'a\0b', '\ud800'])
      await assert.rejects(write(path, runOf([[wrong, [['d', 1]]]])), failure('data', /id can't be written/));
  }
  assert.throws(() => readFileSync(path));
});

test('a run in a file tells its topics in their order, its ids as bytes, and whether they are plain', async () => {
  const run = await open(fileWith(folder, 'q1 Q0 a 1 2 t\nq2 Q0 a 1 2 t\nq1 Q0 b 2 1 t\nq3 Q0 a 1 2 t\n'));
  assert.deepEqual(run.topicIds, ['q2', 'q3', 'q1']);
  const packed: [string, Ranking][] = [];
  for await (const [topic, ranking] of run.packed) packed.push([topic, unpackRanking(ranking)]);
  assert.deepEqual(plain({ name: '', rankings: new Map(packed) }), await all(run));
  assert.equal(run.plainIds, true);
  for (const line of ['q\tQ0\td 1\t1\t2\tt', 'q 1\tQ0\td\t1\t2\tt', 'q Q0 é 1 2 t', 'ç Q0 d 1 2 t', 'q Q0 d\u007f 1 2 t'])
    assert.equal((await open(fileWith(folder, `${line}\n`))).plainIds, false, line);
});

test('a table tells 0 from −0, however often they come', async () => {
  const zeros: PlainRun = [['q', Array.from({ length: 3000 }, (_, at) => [`d${at}`, at % 2 === 0 ? 0 : -0])]];
  for (const write of [writeArrowRun, writeParquetRun]) {
    const path = join(folder, 'zeros');
    await write(path, runOf(zeros));
    assert.deepEqual(await all(await open(path)), zeros);
  }
});
