import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BrightlineError } from '../../src/errors.ts';
import { mtebMeasures, roundForMteb } from '../../src/report/mteb-measures.ts';
import { type MtebResult, mtebResultText, readMtebResult } from '../../src/report/mteb-result.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

async function read(text: string): Promise<MtebResult> {
  const path = join(folder, 'result.json');
  writeFileSync(path, text);
  return readMtebResult(path);
}

/** As mteb 2.10 writes it, shortened: with a NaN, which Python's json module writes, and fields that are passed over. */
const real = `{
  "dataset_revision": "c26703e6600d97c579ee2985f16cf307db13ed85",
  "task_name": "BrightBiologyLongRetrieval",
  "mteb_version": "2.10.11",
  "scores": {
    "long": [
      {
        "ndcg_at_10": 0.28341,
        "map_at_10": 0.21284,
        "recall_at_1": 0.09547,
        "recall_at_1000": 1.0,
        "accuracy": 0.09547,
        "precision_at_10": 0.06214,
        "mrr_at_10": 0.231734,
        "nauc_recall_at_1_max": -0.24198,
        "nauc_recall_at_1000_max": NaN,
        "hit_rate_at_10": 0.52427,
        "main_score": 0.09547,
        "hf_subset": "default",
        "languages": ["eng-Latn"]
      }
    ]
  },
  "evaluation_time": 1.0568900108337402,
  "kg_co2_emissions": null,
  "date": 1773237707.905695
}`;

test('a file of mteb is read: figures by the names of measures, what is no figure left out', async () => {
  const { scores, ...rest } = await read(real);
  assert.deepEqual(rest, {
    task: 'BrightBiologyLongRetrieval',
    datasetRevision: 'c26703e6600d97c579ee2985f16cf307db13ed85',
    mtebVersion: '2.10.11',
    brightlineVersion: undefined,
    evaluationTime: 1.0568900108337402,
  });
  assert.equal(scores.length, 1);
  const { values, ...place } = scores[0]!;
  assert.deepEqual(place, { split: 'long', subset: 'default', languages: ['eng-Latn'], mainScore: 0.09547 });
  assert.deepEqual(Object.fromEntries(values), {
    'nDCG@10': 0.28341,
    'AP@10': 0.21284,
    'R@1': 0.09547,
    'R@1000': 1,
    'P@10': 0.06214,
    'RR@10': 0.231734,
    'Success@10': 0.52427,
  });
});

test('a figure that is NaN is no figure', async () => {
  const { scores } = await read(real.replace('0.28341', 'NaN').replace('"main_score": 0.09547', '"main_score": NaN'));
  assert.equal(scores[0]!.values.has('nDCG@10'), false);
  assert.equal(scores[0]!.mainScore, null);
});

const entry = '"main_score": 0.1, "hf_subset": "default", "languages": []';
const withScores = (scores: string): string => `{"dataset_revision": "a", "task_name": "T", "mteb_version": null, "scores": ${scores}}`;

const malformed: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ['not JSON', '{"dataset_revision": ', /result\.json: is not JSON/],
  ['another kind', '[]', /result\.json: .*expected object/],
  ['no task', real.replace('"task_name": "BrightBiologyLongRetrieval",', ''), /result\.json: task_name: .*expected string/],
  [
    'no revision',
    real.replace(/"dataset_revision": "\w+"/, '"dataset_revision": null'),
    /result\.json: dataset_revision: .*expected string/,
  ],
  [
    'a figure that is text',
    real.replace('0.28341', '"0.28"'),
    /result\.json: scores\.long\[0\]\.ndcg_at_10: expected a number from 0 to 1, found "0\.28"/,
  ],
  ['a figure in percent', real.replace('0.28341', '28.341'), /scores\.long\[0\]\.ndcg_at_10: expected a number from 0 to 1, found 28\.341/],
  [
    'a main score in percent',
    real.replace('"main_score": 0.09547', '"main_score": 9.547'),
    /scores\.long\[0\]\.main_score: expected a number/,
  ],
  ['no main score', real.replace('"main_score": 0.09547,', ''), /scores\.long\[0\]\.main_score: .*expected number/],
  ['no subset', real.replace('"hf_subset": "default",', ''), /scores\.long\[0\]\.hf_subset: .*expected string/],
  ['languages that are no list', real.replace('["eng-Latn"]', '"eng-Latn"'), /scores\.long\[0\]\.languages: .*expected array/],
  ['scores without a list', withScores('{"test": {"ndcg_at_10": 0.1}}'), /scores\.test: .*expected array/],
  ['no scores', withScores('{}'), /result\.json: scores: holds no scores/],
  [
    'a subset twice',
    withScores(`{"test": [{${entry}}, {${entry}}]}`),
    /scores\.test\[1\]\.hf_subset: "default" is also the subset of \[0\]/,
  ],
  [
    'the form before 1.11',
    '{"mteb_dataset_name": "T", "test": {"ndcg_at_10": 0.1}}',
    /result\.json: is in the form that mteb had before 1\.11/,
  ],
];

for (const [what, text, message] of malformed) {
  test(`refused, file and field named: ${what}`, async () => {
    await assert.rejects(read(text), (error: BrightlineError) => {
      assert.equal(error.kind, 'data');
      assert.match(error.message, message);
      return true;
    });
  });
}

test('a missing file is named', async () => {
  await assert.rejects(readMtebResult(join(folder, 'none.json')), /none\.json: there is no such file/);
});

test('what is written has mteb’s fields in its order and rounding', () => {
  const result: MtebResult = {
    task: 'PIQA',
    datasetRevision: 'aee23bb',
    mtebVersion: '2.10.12',
    brightlineVersion: '0.1.0',
    scores: [
      {
        split: 'test',
        subset: 'default',
        languages: ['eng-Latn'],
        mainScore: 0.12346,
        values: new Map(mtebMeasures.map((measure) => [measure, 0.123456789])),
      },
    ],
    evaluationTime: 2.5,
  };
  const text = mtebResultText(result);
  const file = JSON.parse(text) as { readonly scores: { readonly test: readonly Readonly<Record<string, unknown>>[] } };
  assert.deepEqual(Object.keys(file), [
    'dataset_revision',
    'task_name',
    'mteb_version',
    'scores',
    'evaluation_time',
    'kg_co2_emissions',
    'brightline_version',
  ]);
  const fields = file.scores.test[0]!;
  const at = (family: string): string[] => [1, 3, 5, 10, 20, 100, 1000].map((cutoff) => `${family}_at_${cutoff}`);
  assert.deepEqual(Object.keys(fields), [
    ...at('ndcg'),
    ...at('map'),
    ...at('recall'),
    'accuracy',
    ...at('precision'),
    ...at('mrr'),
    ...at('hit_rate'),
    'main_score',
    'hf_subset',
    'languages',
  ]);
  assert.equal(fields['ndcg_at_10'], 0.12346);
  assert.equal(fields['mrr_at_10'], 0.123457);
  assert.equal(fields['accuracy'], fields['recall_at_1']);
});

test('what is written is read back', async () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const scores = fc.record({
    split: fc.constantFrom('test', 'long', 'standard'),
    subset: fc.string(),
    languages: fc.array(fc.string()),
    mainScore: fc.option(share.map((value) => roundForMteb('nDCG@10', value))),
    values: fc
      .dictionary(fc.constantFrom(...mtebMeasures), share)
      .map(
        (values) =>
          new Map(mtebMeasures.filter((measure) => measure in values).map((measure) => [measure, roundForMteb(measure, values[measure]!)])),
      ),
  });
  const results = fc.record({
    task: fc.string({ minLength: 1 }),
    datasetRevision: fc.string(),
    mtebVersion: fc.option(fc.string()),
    brightlineVersion: fc.option(fc.string(), { nil: undefined }),
    scores: fc.uniqueArray(scores, { minLength: 1, selector: ({ split, subset }) => JSON.stringify([split, subset]) }),
    evaluationTime: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
  });
  await fc.assert(
    fc.asyncProperty(results, async (result) => {
      const bySplit = [...new Set(result.scores.map(({ split }) => split))].flatMap((split) =>
        result.scores.filter((one) => one.split === split),
      );
      const expected = JSON.parse(JSON.stringify({ ...result, scores: bySplit.map((one) => ({ ...one, values: [...one.values] })) }));
      const back = await read(mtebResultText(result));
      assert.deepEqual(
        JSON.parse(JSON.stringify({ ...back, scores: back.scores.map((one) => ({ ...one, values: [...one.values] })) })),
        expected,
      );
    }),
    { numRuns: 50 },
  );
});

test('figures of six published systems survive reading and writing', { skip: needsShared }, async () => {
  interface Row {
    readonly task: string;
    readonly dataset_revision: string;
    readonly mteb_version: string;
    readonly split: string;
    readonly hf_subset: string;
    readonly ndcg_at_10: number;
    readonly recall_at_1: number;
    readonly recall_at_100: number;
    readonly main_score: number;
  }
  const rows = JSON.parse(readFileSync(join(shared!, 'published', 'mteb-baselines.json'), 'utf8')) as readonly Row[];
  assert.ok(rows.length > 250);
  for (const row of rows) {
    const { dataset_revision, task: task_name, mteb_version, split, main_score, hf_subset, ...figures } = row;
    const { ndcg_at_10, recall_at_1, recall_at_100 } = figures;
    const scores = { [split]: [{ ndcg_at_10, recall_at_1, recall_at_100, main_score, hf_subset, languages: ['eng-Latn'] }] };
    const first = await read(
      JSON.stringify({ dataset_revision, task_name, mteb_version, scores, evaluation_time: 1, kg_co2_emissions: null }),
    );
    assert.deepEqual(await read(mtebResultText(first)), first);
    assert.deepEqual([first.scores[0]!.values.get('nDCG@10'), first.scores[0]!.mainScore], [ndcg_at_10, main_score]);
  }
});
