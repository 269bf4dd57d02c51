import { z } from 'zod';
import type { ModelFiles } from '../collection/model-files.ts';
import { dataError } from '../errors.ts';
import { readJsonFile } from '../support/json-file.ts';
import type { ReadConfigOptions } from './model-config.ts';

/** How a late-interaction model reads queries and documents, as its own files say. */
export interface LateInteractionConfig {
  /** The token that marks a query, as the vocabulary writes it; empty where there is none. */
  readonly queryMarker: string;
  readonly documentMarker: string;
  /** Tokens, special ones included, that texts are cut to. */
  readonly queryLength: number;
  readonly documentLength: number;
  /** Whether queries are filled up with mask tokens to their whole length, which get vectors as well (query augmentation). */
  readonly expandsQueries: boolean;
  /** Whether the other tokens see those mask tokens. */
  readonly attendsExpansion: boolean;
  /** Tokens of documents that get no vector. */
  readonly skipped: readonly string[];
  /** Id of the token that queries are filled up with, where the files tell; the tokenizer's mask token otherwise. */
  readonly fillId: number | undefined;
  readonly lowercase: boolean;
  /** Numbers of a vector after the projection, where the files tell. */
  readonly dimension: number | undefined;
}

const PYLATE = 'config_sentence_transformers.json';
const STANFORD = 'artifact.metadata';

/**
 * Reads what PyLate (`config_sentence_transformers.json`, and the last dense layer of `modules.json`) or Stanford's ColBERT (`artifact.metadata`) keep
 * with a model. What they leave out is as in those programs (pylate/models/colbert.py; colbert/infra/config/settings.py).
 *
 * @throws `data` error when there is neither, or one of them isn't what it should be.
 */
export async function readLateInteractionConfig(files: ModelFiles, options: ReadConfigOptions = {}): Promise<LateInteractionConfig> {
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | undefined> =>
    files.paths.includes(path) ? readJsonFile(await files.fetch(path, options), schema, `model ${files.shownAs}: ${path}`) : undefined;
  const pylate = await read(PYLATE, pylateFile);
  if (pylate?.query_length !== undefined || pylate?.query_prefix !== undefined) {
    return ofPylate(pylate, await projectedDimension(read));
  }
  const stanford = await read(STANFORD, stanfordFile);
  if (stanford !== undefined) return ofStanford(stanford);
  throw dataError(`model ${files.shownAs}: says nowhere how it reads queries and documents for late interaction`, {
    next: `PyLate keeps that in ${PYLATE} (query_prefix, query_length, …), Stanford's ColBERT in ${STANFORD}; copy the file from where the model was exported.`,
  });
}

/** Python's `string.punctuation`. */
const punctuation: readonly string[] = [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'];

const length = z.int().positive().optional();
const flag = z.boolean().nullish();

const pylateFile = z.looseObject({
  query_prefix: z.string().optional(),
  document_prefix: z.string().optional(),
  query_length: length,
  document_length: length,
  do_query_expansion: flag,
  attend_to_expansion_tokens: flag,
  skiplist_words: z.array(z.string()).nullish(),
  // These three are written by pylate-onnx-export alone.
  mask_token_id: z.int().nonnegative().nullish(),
  do_lower_case: flag,
  embedding_dim: z.int().positive().nullish(),
});

function ofPylate(config: z.output<typeof pylateFile>, dimension: number | undefined): LateInteractionConfig {
  const expandsQueries = config.do_query_expansion ?? true;
  return {
    queryMarker: config.query_prefix ?? '[Q] ',
    documentMarker: config.document_prefix ?? '[D] ',
    queryLength: config.query_length ?? 32,
    documentLength: config.document_length ?? 180,
    expandsQueries,
    attendsExpansion: expandsQueries && (config.attend_to_expansion_tokens ?? false),
    skipped: config.skiplist_words ?? punctuation,
    fillId: config.mask_token_id ?? undefined,
    lowercase: config.do_lower_case ?? false,
    dimension: config.embedding_dim ?? dimension,
  };
}

const modulesFile = z.array(z.looseObject({ path: z.string(), type: z.string() }));
const denseFile = z.looseObject({ out_features: z.int().positive() });

/** Width of the last dense layer, which the ONNX file has to have inside. */
async function projectedDimension(
  read: <Schema extends z.ZodType>(path: string, schema: Schema) => Promise<z.output<Schema> | undefined>,
): Promise<number | undefined> {
  const modules = await read('modules.json', modulesFile);
  const dense = modules?.findLast(({ type }) => type.endsWith('.Dense'));
  return dense === undefined ? undefined : (await read(`${dense.path}/config.json`, denseFile))?.out_features;
}

const stanfordFile = z.looseObject({
  query_token_id: z.string().default('[unused0]'),
  doc_token_id: z.string().default('[unused1]'),
  query_maxlen: z.int().positive().default(32),
  doc_maxlen: z.int().positive().default(220),
  attend_to_mask_tokens: z.boolean().default(false),
  mask_punctuation: z.boolean().default(true),
  dim: z.int().positive().optional(),
});

function ofStanford(config: z.output<typeof stanfordFile>): LateInteractionConfig {
  return {
    queryMarker: config.query_token_id,
    documentMarker: config.doc_token_id,
    queryLength: config.query_maxlen,
    documentLength: config.doc_maxlen,
    expandsQueries: true,
    attendsExpansion: config.attend_to_mask_tokens,
    skipped: config.mask_punctuation ? punctuation : [],
    fillId: undefined,
    lowercase: false,
    dimension: config.dim,
  };
}
