import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { readQrelsFile } from '../../src/collection/qrels-file.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Evaluation } from '../../src/evaluate/evaluation.ts';
import { startEvaluation } from '../../src/evaluate/evaluator.ts';
import { parseMeasure } from '../../src/evaluate/parse-measure.ts';
import { readRun, readRunTopics } from '../../src/run/read-run.ts';
import { needsShared, shared } from '../shared.ts';

/** As C's printf("%.4f"): an exact tie goes to the even digit, where `toFixed` goes up. */
function printed(value: number): string {
  const digits = value.toFixed(60);
  const cut = digits.length - 56;
  const tie = /^50*$/.test(digits.slice(cut));
  return tie && Number(digits[cut - 1]) % 2 === 0 ? digits.slice(0, cut) : value.toFixed(4);
}

function runPath(folder: string, split: string): string {
  const path = ['rerank-score.json.gz', 'trec.gz']
    .map((end) => join(shared!, 'runs', folder, `${split}.${end}`))
    .find((path) => existsSync(path));
  assert.ok(path, `no run for ${folder}/${split}`);
  return path;
}

const qrelsPath = (split: string): string => join(shared!, 'qrels', 'bright', `${split}.txt`);

test('exact ties are printed as C prints them', () => {
  assert.deepEqual([0.03125, 0.09375, 0.5, 1 / 3, 0.15625].map(printed), ['0.0312', '0.0938', '0.5000', '0.3333', '0.1562']);
});

if (needsShared) test('every value is trec_eval’s', { skip: needsShared }, () => {});
else {
  const golden = join(shared!, 'golden', 'trec_eval');
  for (const folder of readdirSync(golden)) {
    for (const file of readdirSync(join(golden, folder))) {
      const [, split, version] = /^(.+)\.trec_eval-(.+)\.txt\.gz$/.exec(file)!;
      test(`every value of ${folder}/${split} is that of trec_eval ${version}`, async () => {
        const lines = gunzipSync(readFileSync(join(golden, folder, file)))
          .toString()
          .trimEnd()
          .split('\n');
        const rows = lines.map((line) => line.split('\t').map((field) => field.trim()) as [name: string, topic: string, value: string]);
        const names = [...new Set(rows.map(([name]) => name))];
        const measures = names.map((name) => parseMeasure(name));
        assert.deepEqual(
          measures.map(({ trecName }) => trecName),
          names,
        );
        const { qrels } = await readQrelsFile(qrelsPath(split!));
        const evaluator = startEvaluation(qrels, { measures, scorePrecision: version === '9.0.4' ? 'float32' : 'float64' });
        for await (const { topic, ranking } of readRunTopics(runPath(folder, split!))) evaluator.add(topic, ranking);
        const evaluation = evaluator.finish();

        const places = new Map(evaluation.topics.map((topic, at) => [topic, at]));
        const wrong: string[] = [];
        for (const [name, topic, expected] of rows) {
          const at = names.indexOf(name);
          const value = topic === 'all' ? evaluation.means[at]! : evaluation.values[at]![places.get(topic)!]!;
          const actual = name.startsWith('num_') ? String(value) : printed(value);
          if (actual !== expected) wrong.push(`${name} ${topic}: ${actual}, trec_eval ${expected}`);
        }
        assert.deepEqual(wrong, []);
        assert.ok(rows.length > 3000);
      });
    }
  }
}

function figure(evaluation: Evaluation, name: string): number {
  const at = evaluation.measures.findIndex((measure) => measure.name === name);
  return evaluation.means[at]!;
}

test('ids with spaces score without loss', { skip: needsShared }, async () => {
  const run = await readRun(runPath('rader-qwen2.5-7b', 'stackoverflow'));
  const { qrels } = await readQrelsFile(qrelsPath('stackoverflow'));
  assert.equal(run.rankings.size, 117);
  let spaces = 0;
  for (const { ids } of run.rankings.values()) {
    assert.equal(ids.length, 100);
    spaces += ids.filter((id) => id.includes(' ')).length;
  }
  assert.ok(spaces > 0);
  const evaluation = evaluate(run, qrels);
  assert.equal(evaluation.topics.length, 117);
  assert.deepEqual(evaluation.missing, []);
  assert.deepEqual(evaluation.unjudged, []);
});

test('the order of tied documents decides what a heavily tied run scores', { skip: needsShared }, async () => {
  const run = await readRun(runPath('rader-gte-qwen2-7b', 'theoremqa_theorems'));
  const { qrels } = await readQrelsFile(qrelsPath('theoremqa_theorems'));
  const measures = [parseMeasure('nDCG@10')];
  const of = (ties: 'trec' | 'input' | 'optimistic' | 'pessimistic' | 'expected'): number =>
    figure(evaluate(run, qrels, { measures, ties }), 'nDCG@10');
  assert.equal(of('trec').toFixed(5), '0.45795');
  assert.equal(of('input').toFixed(5), '0.51561');
  assert.ok(of('pessimistic') < of('expected') && of('expected') < of('optimistic'));
  const { tieSpans } = evaluate(run, qrels, { measures });
  assert.equal(tieSpans[0]!.toFixed(12), (of('optimistic') - of('pessimistic')).toFixed(12));
});

test('a run held in memory and the same run read as it is judged score alike', { skip: needsShared }, async () => {
  const path = runPath('reasonir-gpt4', 'pony');
  const { qrels } = await readQrelsFile(qrelsPath('pony'));
  const evaluator = startEvaluation(qrels);
  for await (const { topic, ranking } of readRunTopics(path)) evaluator.add(topic, ranking);
  assert.deepEqual(evaluator.finish().means, evaluate(await readRun(path), qrels).means);
});
