import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dataError, usageError } from '../errors.ts';
import { readJsonFile } from '../support/json-file.ts';
import { didYouMean } from '../support/nearest.ts';
import { packageRoot } from '../support/package-root.ts';

/** Weights that a paper chose split by split: `benchmarks/fusions/<name>.json`. */
export interface WeightPreset {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** Paper. */
  readonly source: string;
  /** The name of the method that the weights are for. */
  readonly method: string;
  /** What runs the weights are for, in their order. */
  readonly runs: readonly string[];
  readonly rules: readonly WeightRule[];
}

export interface WeightRule {
  readonly benchmark: string;
  readonly splits: readonly string[];
  /** One per run. */
  readonly weights: readonly number[];
}

const someText = z.string().min(1, 'is empty');

const presetFile: z.ZodType<WeightPreset> = z
  .strictObject({
    name: someText,
    description: someText,
    source: someText,
    method: someText,
    runs: z.array(someText).min(2),
    rules: z
      .array(
        z.strictObject({
          benchmark: someText,
          splits: z.array(someText).min(1),
          weights: z.array(z.number().nonnegative()).refine((weights) => weights.some((weight) => weight > 0), 'all are 0'),
        }),
      )
      .min(1),
  })
  .superRefine(({ runs, rules }, context) => {
    const seen = new Set<string>();
    for (const [at, { benchmark, splits, weights }] of rules.entries()) {
      const report = (field: string, message: string): void => context.addIssue({ code: 'custom', path: ['rules', at, field], message });
      if (weights.length !== runs.length) report('weights', `holds ${weights.length}, but there are ${runs.length} runs`);
      for (const split of splits) {
        const place = `${benchmark}:${split}`;
        if (seen.has(place)) report('splits', `${place} has weights already`);
        seen.add(place);
      }
    }
  });

export interface WeightPresetOptions {
  /** The folder of presets; `benchmarks/fusions/` of the package unless told. */
  readonly folder?: string | undefined;
}

/** Names of the presets, in code-unit order. */
export async function listWeightPresets(options: WeightPresetOptions = {}): Promise<string[]> {
  const folder = presetFolder(options);
  const files = await readdir(folder).catch((error: unknown) => {
    throw dataError(`${folder}: the folder of fusion weights can't be read`, { cause: error });
  });
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/** @throws `usage` error with the nearest names when there is no such preset; `data` error naming file and field when it is wrong. */
export async function loadWeightPreset(name: string, options: WeightPresetOptions = {}): Promise<WeightPreset> {
  const known = await listWeightPresets(options);
  if (!known.includes(name)) {
    throw usageError(`weights "${name}": neither numbers nor a name that is known`, {
      next: `${didYouMean(name, known)}Known: ${known.join(', ')}; or one number for each run: 0.8,0.2.`,
    });
  }
  const shownAs = `benchmarks/fusions/${name}.json`;
  const preset = await readJsonFile(join(presetFolder(options), `${name}.json`), presetFile, shownAs);
  if (preset.name !== name) throw dataError(`${shownAs}: name: "${preset.name}" stands in a file named "${name}.json"`);
  return preset;
}

/** @throws `usage` error for a split that the preset says nothing about. */
export function weightsFor({ name, rules }: WeightPreset, benchmark: string, split: string): readonly number[] {
  const rule = rules.find((candidate) => candidate.benchmark === benchmark && candidate.splits.includes(split));
  if (rule !== undefined) return rule.weights;
  const known = rules.flatMap((candidate) => candidate.splits.map((id) => `${candidate.benchmark}:${id}`));
  throw usageError(`weights ${name}: says nothing about ${benchmark}:${split}`, { next: `It has weights for ${known.join(', ')}.` });
}

function presetFolder({ folder }: WeightPresetOptions): string {
  return folder ?? join(packageRoot(), 'benchmarks', 'fusions');
}
