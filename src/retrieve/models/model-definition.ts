import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddingDialectName } from '../../encode/dialects/embedding-dialects.ts';
import { dataError, usageError } from '../../errors.ts';
import { readJsonFile } from '../../support/json-file.ts';
import { didYouMean } from '../../support/nearest.ts';
import { packageRoot } from '../../support/package-root.ts';
import type { Similarity } from '../dense/similarity.ts';
import { modelDefinitionFile } from './model-definition-file.ts';

/** How a model's texts are compared: by a vector each, by a vector a token, or by weighted terms. */
export type Architecture = 'dense' | 'late-interaction' | 'learned-sparse';

/** What `benchmarks/retrievers/<name>.json` says of a retriever: which model, and how it has to be told what. */
export interface ModelDefinition {
  /** `rader-gte-qwen2-7b`: also the name of its file. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly citation: string;
  readonly licence: string;
  /** `open`: weights on the Hub, run here or on a server of one's own. `provider`: known to its provider's servers alone. */
  readonly kind: 'open' | 'provider';
  /** `dense` unless told. Only dense models are run behind endpoints. */
  readonly architecture?: Architecture | undefined;
  /** `org/name` on the Hub, or the provider's name for it. */
  readonly model: string;
  readonly similarity: Similarity;
  /** How tokens' vectors become a text's; the model's own files say unless told. */
  readonly pooling?: 'cls' | 'mean' | 'last' | undefined;
  /** False where the mean leaves out the prompt's tokens. */
  readonly poolPrompt?: boolean | undefined;
  readonly normalise?: boolean | undefined;
  /** The token that `{eos}` stands for, for servers, which take text alone. */
  readonly eos?: string | undefined;
  /** Which family of instructions it understands (`benchmarks/instructions/`); none unless told. */
  readonly instructions?: string | undefined;
  readonly query: ModelSide;
  readonly document: ModelSide;
  /** The command that serves it, with `{model}` for the weights. */
  readonly serve?: string | undefined;
  /** The command that exports it to ONNX, with `{model}` for the weights and `{folder}` for where to; optimum's unless told. */
  readonly export?: string | undefined;
  readonly provider?: ModelProvider | undefined;
}

export interface ModelSide {
  /** `query: {instruction}{text}{eos}`: what surrounds a text. The model's own files say unless told. */
  readonly prompt?: string | undefined;
  /** Tokens that a text is cut to. */
  readonly maxLength?: number | undefined;
}

export interface ModelProvider {
  readonly dialect: EmbeddingDialectName;
  readonly baseUrl: string;
  /** The environment variable that holds the key. */
  readonly key: string;
}

/** Names of the models that have a definition, in code-unit order. */
export async function listModels(folder: string = modelsFolder()): Promise<readonly string[]> {
  const files = await readdir(folder).catch((error: unknown) => {
    throw dataError(`${folder}: the folder of retrievers can't be read`, { cause: error });
  });
  return files.flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []).sort();
}

/** @throws `usage` error with the nearest names where there is none; `data` error naming file and field when it is wrong. */
export async function loadModel(name: string, folder: string = modelsFolder()): Promise<ModelDefinition> {
  const known = await listModels(folder);
  if (!known.includes(name)) {
    throw usageError(`retriever "${name}": there is none of that name`, {
      next: `${didYouMean(name, ['bm25', 'dense', 'late-interaction', 'learned-sparse', ...known])}\`brightline list retrievers\` shows them all.`,
    });
  }
  const shownAs = `benchmarks/retrievers/${name}.json`;
  const definition = await readJsonFile(join(folder, `${name}.json`), modelDefinitionFile, shownAs);
  if (definition.name !== name) throw dataError(`${shownAs}: name: "${definition.name}" stands in a file named "${name}"`);
  return definition;
}

function modelsFolder(): string {
  return join(packageRoot(), 'benchmarks', 'retrievers');
}
