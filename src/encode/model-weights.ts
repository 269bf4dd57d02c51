import type { ModelFiles } from '../collection/model-files.ts';
import { dataError, usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';

/** Names of a number format as in the names of ONNX files on the Hub (transformers.js, `utils/dtypes.js`). */
export type WeightType = 'fp32' | 'fp16' | 'int8' | 'uint8' | 'q8' | 'q4' | 'q4f16' | 'bnb4';

/** What follows `model` in the name of the file, the likeliest first. */
const suffixes: Readonly<Record<WeightType, readonly string[]>> = {
  fp32: [''],
  fp16: ['_fp16'],
  int8: ['_int8', '_quantized'],
  uint8: ['_uint8'],
  q8: ['_quantized', '_int8'],
  q4: ['_q4'],
  q4f16: ['_q4f16'],
  bnb4: ['_bnb4'],
};

export const weightTypes: readonly WeightType[] = Object.keys(suffixes) as WeightType[];

/** @throws `usage` error with the nearest names for one that isn't there. */
export function parseWeightType(name: string): WeightType {
  const found = weightTypes.find((known) => known === name.toLowerCase());
  if (found !== undefined) return found;
  throw usageError(`dtype "${name}": there is none of that name`, {
    next: `${didYouMean(name, weightTypes)}There are: ${weightTypes.join(', ')}.`,
  });
}

/** The file of a model that is run. */
export interface ModelWeights {
  /** Path inside the model's folder: `onnx/model.onnx`. */
  readonly path: string;
  /** Files beside it that hold weights too large for one file: `onnx/model.onnx_data`. */
  readonly data: readonly string[];
}

/** What an export is for: the name of an optimum task. */
export type ModelTask = 'feature-extraction' | 'text-classification' | 'fill-mask';

export interface ChooseWeightsOptions {
  /** `fp32` unless told. */
  readonly dtype?: WeightType | undefined;
  /** Path of the file itself, in place of a dtype. */
  readonly file?: string | undefined;
  readonly task: ModelTask;
}

/** Finds the ONNX file of a type. @throws `data` error that lists what the model has, and tells how to export one, when there is none. */
export function chooseWeights(files: ModelFiles, { dtype = 'fp32', file, task }: ChooseWeightsOptions): ModelWeights {
  const wanted = file === undefined ? suffixes[dtype].flatMap((suffix) => [`onnx/model${suffix}.onnx`, `model${suffix}.onnx`]) : [file];
  const path = wanted.find((candidate) => files.paths.includes(candidate));
  if (path !== undefined) return { path, data: files.paths.filter((other) => isDataOf(path, other)) };
  const there = files.paths.filter((candidate) => candidate.endsWith('.onnx'));
  const has = there.length > 0 ? `its ONNX files are ${list(there)}` : `it has no ONNX file at all, but ${list(files.paths)}`;
  const asked = file === undefined ? `${wanted[0]} (dtype ${dtype})` : file;
  const { origin } = files;
  const name = origin.kind === 'hub' ? origin.repo : origin.folder;
  const folder = `./${name.split(/[\\/]/).findLast((part) => part !== '') ?? 'model'}-onnx`;
  throw dataError(`model ${files.shownAs}: has no ${asked}; ${has}`, {
    next:
      there.length > 0
        ? 'Name one of them with file=PATH, or its dtype.'
        : `Export it, then use model=${folder}: \`optimum-cli export onnx --model ${name} --task ${task} ${folder}\`.`,
  });
}

/** `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`, `model.data` beside `model.onnx`. */
function isDataOf(path: string, other: string): boolean {
  const stem = path.slice(0, -'.onnx'.length);
  return [path, stem].some((start) => other.startsWith(start) && /^[._]data(_\d+)?$/.test(other.slice(start.length)));
}

function list(paths: readonly string[], most = 12): string {
  if (paths.length === 0) return 'nothing';
  const more = paths.length > most ? ` and ${paths.length - most} more` : '';
  return `${paths.slice(0, most).join(', ')}${more}`;
}
