import { z } from 'zod';
import { dataError } from '../errors.ts';
import { describeIssues, readJsonFile } from '../support/json-file.ts';
import { parsePythonJson } from '../support/python-json.ts';
import { measureFields, measureOfField, roundForMteb } from './mteb-measures.ts';

/**
 * The scores of one model on one task of mteb, as `<model>/<revision>/<task>.json` of its results repository holds them.
 *
 * Form: mteb/results/task_result.py, TaskResult. What mteb measures: nDCG, AP, recall, precision and success by pytrec_eval, whose scores are 32-bit
 * floats and whose ties stand by document id; reciprocal rank by a stable sort of its own, on doubles, ties in the order of the retriever; all over the
 * topics that have a relevant document, relevance above 0 being relevant. A few tasks (MSMARCO, TRECDL2019, TRECDL2020) set `ignore_identical_ids`, and
 * drop a document whose id equals the topic's before they score; BRIGHT's and RAR-b's don't. Its `nauc_…` fields, which tell how well scores foretell
 * success, are neither read nor written: mteb takes files without them.
 */
export interface MtebResult {
  readonly task: string;
  /** Commit of the dataset. */
  readonly datasetRevision: string;
  /** Of the mteb that made the file, or whose form it follows; null where the file doesn't say. */
  readonly mtebVersion: string | null;
  /** The brightline that measured; undefined for a file that mteb made. */
  readonly brightlineVersion: string | undefined;
  /** At least one; in the order of the file, each split and subset once. */
  readonly scores: readonly MtebScores[];
  /** Seconds; null where it isn't known. */
  readonly evaluationTime: number | null;
}

/** What a model scores on a subset of a task's split. */
export interface MtebScores {
  readonly split: string;
  /** `default`, unless the task has parts. */
  readonly subset: string;
  /** `eng-Latn` */
  readonly languages: readonly string[];
  /** Of the task's main measure, which the file doesn't name, rounded as that is; null for none. */
  readonly mainScore: number | null;
  /** By brightline's names of measures, 0–1. A figure that is NaN in the file is left out. */
  readonly values: ReadonlyMap<string, number>;
}

const entry = z
  .looseObject({ main_score: z.number().nullable(), hf_subset: z.string(), languages: z.array(z.string()) })
  .superRefine((scores, context) => {
    for (const [field, value] of Object.entries(scores)) {
      if (field !== 'main_score' && measureOfField(field) === undefined) continue;
      if (value === null || (typeof value === 'number' && value >= 0 && value <= 1)) continue;
      context.addIssue({ code: 'custom', path: [field], message: `expected a number from 0 to 1, found ${JSON.stringify(value)}` });
    }
  });

const resultFile = z.looseObject({
  dataset_revision: z.string(),
  task_name: z.string().min(1, 'is empty'),
  mteb_version: z.string().nullish(),
  brightline_version: z.string().optional(),
  scores: z.record(z.string(), z.array(entry)).superRefine((splits, context) => {
    if (Object.values(splits).every((entries) => entries.length === 0)) context.addIssue({ code: 'custom', message: 'holds no scores' });
    for (const [split, entries] of Object.entries(splits)) {
      entries.forEach(({ hf_subset }, at) => {
        const first = entries.findIndex((other) => other.hf_subset === hf_subset);
        if (first === at) return;
        const message = `"${hf_subset}" is also the subset of [${first}]`;
        context.addIssue({ code: 'custom', path: [split, at, 'hf_subset'], message });
      });
    }
  }),
  evaluation_time: z.number().nullish(),
});

/**
 * Reads a result file of mteb, or of brightline in mteb's form. `NaN`, which mteb writes although it is no JSON, is understood.
 *
 * @throws `data` error that names the file, and the field with what stands there, when it isn't one.
 */
export async function readMtebResult(path: string): Promise<MtebResult> {
  const json = await readJsonFile(path, z.unknown(), path, parsePythonJson);
  if (typeof json === 'object' && json !== null && 'mteb_dataset_name' in json) {
    throw dataError(`${path}: is in the form that mteb had before 1.11`, {
      next: 'Load and save it with a later mteb, which converts it.',
    });
  }
  const parsed = resultFile.safeParse(json);
  if (!parsed.success) throw dataError(`${path}: ${describeIssues(parsed.error)}`, { cause: parsed.error });
  const read = parsed.data;
  return {
    task: read.task_name,
    datasetRevision: read.dataset_revision,
    mtebVersion: read.mteb_version ?? null,
    brightlineVersion: read.brightline_version,
    scores: Object.entries(read.scores).flatMap(([split, entries]) =>
      entries.map((scores) => ({
        split,
        subset: scores.hf_subset,
        languages: scores.languages,
        mainScore: scores.main_score,
        values: valuesOf(scores),
      })),
    ),
    evaluationTime: read.evaluation_time ?? null,
  };
}

function valuesOf(scores: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [field, measure] of measureFields()) {
    const value = scores[field];
    if (typeof value === 'number') values.set(measure, value);
  }
  return values;
}

/** The text of a result file, as mteb would write it; fields in its order, figures rounded as it rounds them. */
export function mtebResultText(result: MtebResult): string {
  const splits: Record<string, unknown[]> = {};
  for (const scores of result.scores) {
    const entries = splits[scores.split] ?? [];
    splits[scores.split] = [...entries, entryOf(scores)];
  }
  const file = {
    dataset_revision: result.datasetRevision,
    task_name: result.task,
    mteb_version: result.mtebVersion,
    scores: splits,
    evaluation_time: result.evaluationTime,
    kg_co2_emissions: null,
    ...(result.brightlineVersion === undefined ? {} : { brightline_version: result.brightlineVersion }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function entryOf({ values, mainScore, subset, languages }: MtebScores): Readonly<Record<string, unknown>> {
  const figures: Record<string, number | null> = {};
  for (const [field, measure] of measureFields()) {
    const value = values.get(measure);
    if (value === undefined) continue;
    figures[field] = roundForMteb(measure, value);
    if (measure === 'R@1000') figures['accuracy'] = figures['recall_at_1'] ?? null;
  }
  return { ...figures, main_score: mainScore, hf_subset: subset, languages };
}
