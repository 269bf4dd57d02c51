import { z } from 'zod';
import type { ModelFiles } from '../collection/model-files.ts';
import { dataError } from '../errors.ts';
import { readJsonFile } from '../support/json-file.ts';
import type { Pooling } from './pooling.ts';

/** What a model's own files say of how it is to be used. */
export interface ModelConfig {
  /** `qwen2`, `bert`; empty where the file doesn't tell. */
  readonly type: string;
  /** Rows of the embedding: every token id has to be below it. */
  readonly vocabularySize: number | undefined;
  /** Whether a token's place is told to the model by number, so that it must begin at the same one whatever stands before it in a batch. */
  readonly absolutePositions: boolean;
  /** Tokens that the model has places for. */
  readonly maxPositions: number | undefined;
  /** Tokens that its authors cut texts to, where they say. */
  readonly maxLength: number | undefined;
  readonly pooling: Exclude<Pooling, 'none'>;
  /** False for models that leave their prompt's tokens out of the mean. */
  readonly poolsPrompt: boolean;
  readonly normalise: boolean;
  /** True where layers follow the pooling that only an output `sentence_embedding` has seen. */
  readonly hasLayersAfterPooling: boolean;
  readonly lowercase: boolean;
  /** What is put before a text of either side. */
  readonly prompts: { readonly query: string; readonly document: string };
}

export interface ReadConfigOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads `config.json`, and where the model is laid out for sentence-transformers `modules.json`, the pooling's `config.json`,
 * `sentence_bert_config.json` and `config_sentence_transformers.json`. A model without `modules.json` is pooled by its last token if it reads from left
 * to right, else by the mean, as sentence-transformers does.
 *
 * @throws `data` error when config.json is missing, a file isn't what it should be, or asks for a pooling that isn't known.
 */
export async function readModelConfig(files: ModelFiles, options: ReadConfigOptions = {}): Promise<ModelConfig> {
  if (!files.paths.includes('config.json')) {
    throw dataError(`model ${files.shownAs}: has no config.json`, {
      next: 'It lies beside the weights in every model that transformers has saved; copy it from where the model was exported.',
    });
  }
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | undefined> =>
    files.paths.includes(path) ? readJsonFile(await files.fetch(path, options), schema, `model ${files.shownAs}: ${path}`) : undefined;
  const config = (await read('config.json', modelFile))!;
  const modules = await read('modules.json', modulesFile);
  const kinds = modules?.map(({ type }) => type.slice(type.lastIndexOf('.') + 1)) ?? [];
  const poolingModule = modules?.[kinds.indexOf('Pooling')];
  const pooling = poolingModule === undefined ? undefined : await read(inside(poolingModule.path, 'config.json'), poolingFile);
  const transformer = modules?.[kinds.indexOf('Transformer')]?.path ?? '';
  const sentences = await read(inside(transformer, 'sentence_bert_config.json'), sentenceFile);
  const prompts = (await read('config_sentence_transformers.json', promptsFile)) ?? { prompts: {}, default_prompt_name: null };
  const relative = relativeKeys.some((key) => config[key] != null) || relativeTypes.test(config.model_type);
  return {
    type: config.model_type,
    vocabularySize: config.vocab_size,
    absolutePositions: !relative,
    maxPositions: placesOf(config),
    maxLength: sentences?.max_seq_length ?? undefined,
    pooling: pooling === undefined ? (decoderTypes.test(config.model_type) ? 'last' : 'mean') : poolingOf(pooling, files.shownAs),
    poolsPrompt: pooling?.include_prompt ?? true,
    normalise: kinds.length === 0 ? decoderTypes.test(config.model_type) : kinds.includes('Normalize'),
    hasLayersAfterPooling: kinds.includes('Dense'),
    lowercase: sentences?.do_lower_case ?? false,
    prompts: sidePrompts(prompts),
  };
}

/** Models that read from left to right, of which only the last token has seen the whole text. */
const decoderTypes = /^(?:qwen|llama|mistral|mixtral|gemma|phi|gpt|opt|bloom|falcon|olmo|starcoder|cohere|granite|smollm|deepseek)/;
const relativeKeys = ['rope_theta', 'rope_parameters', 'rope_scaling', 'rotary_emb_base', 'relative_attention_num_buckets'] as const;
const relativeTypes = /^(?:modernbert|nomic_bert|m?t5|umt5|longt5|deberta-v2)$/;

const size = z.int().positive().optional();
const modelFile = z.looseObject({ model_type: z.string().default(''), vocab_size: size, max_position_embeddings: size });
const modulesFile = z.array(z.looseObject({ path: z.string(), type: z.string() }));
const sentenceFile = z.looseObject({ max_seq_length: z.int().positive().nullish(), do_lower_case: z.boolean().optional() });
const promptsFile = z.looseObject({
  prompts: z.record(z.string(), z.string().nullable()).default({}),
  default_prompt_name: z.string().nullish(),
});
const flag = z.boolean().default(false);
const poolingFile = z.looseObject({
  pooling_mode: z.union([z.string(), z.array(z.string())]).optional(),
  pooling_mode_cls_token: flag,
  pooling_mode_mean_tokens: flag,
  pooling_mode_max_tokens: flag,
  pooling_mode_mean_sqrt_len_tokens: flag,
  pooling_mode_weightedmean_tokens: flag,
  pooling_mode_lasttoken: flag,
  include_prompt: z.boolean().default(true),
});

const namedPoolings: Readonly<Record<string, 'cls' | 'mean' | 'last'>> = { cls: 'cls', mean: 'mean', lasttoken: 'last' };

/** `1_Pooling/config.json` of sentence-transformers: a flag a kind, or in newer versions one name. */
function poolingOf(config: z.output<typeof poolingFile>, shownAs: string): 'cls' | 'mean' | 'last' {
  const flags = Object.entries(config).flatMap(([key, value]) => {
    const name = /^pooling_mode_(.+?)(?:_tokens?)?$/.exec(key)?.[1];
    return value === true && name !== undefined ? [name] : [];
  });
  const asked = config.pooling_mode === undefined ? flags : [config.pooling_mode].flat();
  const known = asked.length === 1 ? namedPoolings[asked[0]!] : undefined;
  if (known !== undefined) return known;
  throw dataError(`model ${shownAs}: its pooling is ${asked.join(' and ') || 'none'}, where cls, mean or lasttoken was expected`, {
    next: 'Choose one with pooling=cls, mean or last, where the model allows for it.',
  });
}

/** RoBERTa and its kin count places from the padding token's id on. */
function placesOf({ max_position_embeddings: places, model_type: type }: z.output<typeof modelFile>): number | undefined {
  return places !== undefined && /^(?:xlm-)?roberta|^camembert|^mpnet/.test(type) ? places - 2 : places;
}

function sidePrompts({ prompts, default_prompt_name: usual }: z.output<typeof promptsFile>): ModelConfig['prompts'] {
  const fallback = (usual == null ? undefined : prompts[usual]) ?? '';
  return { query: prompts['query'] ?? fallback, document: prompts['document'] ?? prompts['passage'] ?? fallback };
}

function inside(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}
