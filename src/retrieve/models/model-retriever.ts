import { openModelFiles } from '../../collection/model-files.ts';
import type { EmbeddingDialectName } from '../../encode/dialects/embedding-dialects.ts';
import type { Encoder, Side } from '../../encode/encoder.ts';
import { endpointEncoder } from '../../encode/endpoint-encoder.ts';
import { chooseWeights } from '../../encode/model-weights.ts';
import { openOnnxEncoders } from '../../encode/onnx-encoder.ts';
import { vectorsFolder } from '../../encode/vector-store.ts';
import { BrightlineError, capabilityError } from '../../errors.ts';
import { endpointAccess } from '../../support/endpoints/endpoint-access.ts';
import { endpointPool } from '../../support/endpoints/endpoint-pool.ts';
import type { Json } from '../../support/fingerprint.ts';
import type { Progress } from '../../support/progress.ts';
import { dense } from '../dense/dense.ts';
import type { Retriever, RetrieverPlace } from '../retriever.ts';
import { loadInstructions } from './instruction-family.ts';
import type { ModelChoices } from './model-choices.ts';
import type { ModelDefinition, ModelSide } from './model-definition.ts';
import { type SplitPrompts, splitPrompts } from './split-prompts.ts';

interface OpenedModel {
  readonly queries: Encoder;
  readonly documents: Encoder;
  close(): Promise<void>;
}

/**
 * A dense retriever for one split: the model's prompts with the split's instructions in them, its weights run here from an ONNX export or behind a
 * server. The model is loaded when a corpus is indexed, not before: a run that is there already needs no model.
 *
 * @throws `usage` error for choices that don't go together; `capability` error that tells how the model can be had where there is no export of it, no
 * server and no key; `data` error for weights that can't be looked up.
 */
export async function modelRetriever(definition: ModelDefinition, choices: ModelChoices, place: RetrieverPlace): Promise<Retriever> {
  const sides = chosenSides(definition, choices);
  const familyName = choices.instructions ?? definition.instructions ?? 'none';
  const family = familyName === 'none' ? undefined : await loadInstructions(familyName);
  const prompts = splitPrompts(sides, family, place);
  const similarity = choices.similarity ?? definition.similarity;
  const backend = usesEndpoint(definition, choices)
    ? endpointBackend(definition, choices, sides, prompts, place)
    : await onnxBackend(definition, choices, sides, prompts, place);
  return {
    name: definition.name,
    settings: { ...backend.settings, similarity, vectors: choices.vectors ?? 'float32' },
    async index(corpus, options) {
      const { queries, documents, close } = await backend.open(options.progress);
      try {
        const store = { root: vectorsFolder(place.env), type: choices.vectors };
        const searcher = await dense({ name: definition.name, queries, documents, similarity, store }).index(corpus, options);
        return { ...searcher, close };
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}

interface Backend {
  /** Known without the model being loaded. */
  readonly settings: { readonly [key: string]: Json | undefined };
  open(progress: Progress): Promise<OpenedModel>;
}

type Sides = Pick<ModelDefinition, 'query' | 'document'>;

function chosenSides({ query, document }: ModelDefinition, choices: ModelChoices): Sides {
  const side = (own: ModelSide, prompt: string | undefined, maxLength: number | undefined): ModelSide => ({
    prompt: prompt ?? own.prompt,
    maxLength: maxLength ?? own.maxLength,
  });
  return {
    query: side(query, choices.queryPrompt, choices.queryLength),
    document: side(document, choices.documentPrompt, choices.documentLength),
  };
}

function usesEndpoint({ kind }: ModelDefinition, { via, urls, served, dialect }: ModelChoices): boolean {
  if (via !== undefined) return via === 'endpoint';
  return kind === 'provider' || urls.length > 0 || served !== undefined || dialect !== undefined;
}

async function onnxBackend(
  definition: ModelDefinition,
  choices: ModelChoices,
  { query, document }: Sides,
  prompts: SplitPrompts,
  { hub, signal }: RetrieverPlace,
): Promise<Backend> {
  const reference = choices.model ?? definition.model;
  const { dtype, file, providers, threads, batchTokens, dimension } = choices;
  const pooling = choices.pooling ?? definition.pooling;
  const normalise = choices.normalise ?? definition.normalise;
  const identity = await identify(definition, choices, reference, { hub, signal });
  return {
    settings: {
      model: identity,
      runtime: 'onnx',
      pooling: pooling ?? null,
      poolPrompt: definition.poolPrompt ?? null,
      normalise: normalise ?? null,
      dimension: dimension ?? null,
      query: { prompt: prompts.query ?? null, maxLength: query.maxLength ?? null },
      document: { prompt: prompts.document ?? null, maxLength: document.maxLength ?? null },
    },
    async open(progress) {
      const encoders = await openOnnxEncoders(reference, {
        hub,
        dtype,
        file,
        providers,
        threads,
        batchTokens,
        dimension,
        pooling,
        normalise,
        poolPrompt: definition.poolPrompt,
        query: { prompt: prompts.query, maxLength: query.maxLength },
        document: { prompt: prompts.document, maxLength: document.maxLength },
        progress,
        signal,
      });
      return { queries: encoders.query, documents: encoders.document, close: () => encoders.close() };
    },
  };
}

/** What pins the weights and the tokenizer, from lists of files and small files alone. */
async function identify(
  definition: ModelDefinition,
  { dtype, file }: ModelChoices,
  reference: string,
  options: Pick<RetrieverPlace, 'hub' | 'signal'>,
): Promise<Json> {
  try {
    const files = await openModelFiles(reference, options);
    const weights = chooseWeights(files, { dtype, file, task: 'feature-extraction' });
    const texts = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'modules.json'].filter((path) => files.paths.includes(path));
    return { ...(await files.identify([weights.path, ...weights.data, ...texts])), weights: weights.path };
  } catch (error) {
    if (!(error instanceof BrightlineError) || error.kind !== 'data' || definition.serve === undefined) throw error;
    throw capabilityError(`${definition.name}: ${error.message}`, { next: howToGet(definition), cause: error });
  }
}

function howToGet({ name, model, serve = '' }: ModelDefinition): string {
  const folder = `./${model.split('/').at(-1)}-onnx`;
  return [
    `Export it: \`optimum-cli export onnx --model ${model} --task feature-extraction ${folder}\`, then -r ${name}:model=${folder};`,
    `or serve it: \`${serve.replaceAll('{model}', model)}\`, then -r ${name}:url=http://localhost:8000/v1.`,
  ].join(' ');
}

function endpointBackend(
  definition: ModelDefinition,
  choices: ModelChoices,
  { query, document }: Sides,
  prompts: SplitPrompts,
  { env }: RetrieverPlace,
): Backend {
  const { provider } = definition;
  const model = choices.served ?? choices.model ?? definition.model;
  const dialect: EmbeddingDialectName = choices.dialect ?? provider?.dialect ?? 'openai';
  const normalise = choices.normalise ?? definition.normalise ?? false;
  const prompt = (side: Side): string => (prompts[side] ?? '{text}').replaceAll('{eos}', () => definition.eos ?? '');
  const { dimension: dimensions, revision } = choices;
  const settings = {
    model,
    runtime: 'endpoint',
    dialect,
    revision: revision ?? null,
    normalise,
    dimension: dimensions ?? null,
    query: { prompt: prompt('query'), maxLength: query.maxLength ?? null },
    document: { prompt: prompt('document'), maxLength: document.maxLength ?? null },
  };
  return {
    settings,
    async open() {
      const access = endpointAccess(env, {
        baseUrls: choices.urls,
        service: provider && { name: definition.title, baseUrl: provider.baseUrl, keyVariable: provider.key },
      });
      const pool = endpointPool(access, { concurrency: choices.concurrency });
      const encoder = (side: Side): Encoder =>
        endpointEncoder({
          pool,
          model,
          revision,
          side,
          dialect,
          prompt: prompt(side),
          dimensions,
          normalise,
          // Servers count tokens themselves, and cut where they are asked to.
          truncate: true,
          batchTokens: choices.batchTokens,
        });
      return { queries: encoder('query'), documents: encoder('document'), close: async () => {} };
    },
  };
}
