import type { EmbeddingDialectName } from '../../encode/dialects/embedding-dialects.ts';
import type { Encoder, Side } from '../../encode/encoder.ts';
import { endpointEncoder } from '../../encode/endpoint-encoder.ts';
import { openOnnxEncoders } from '../../encode/onnx-encoder.ts';
import { vectorsFolder } from '../../encode/vector-store.ts';
import { endpointAccess } from '../../support/endpoints/endpoint-access.ts';
import { endpointPool } from '../../support/endpoints/endpoint-pool.ts';
import type { Json } from '../../support/fingerprint.ts';
import type { Progress } from '../../support/progress.ts';
import { dense } from '../dense/dense.ts';
import type { Retriever, RetrieverPlace } from '../retriever.ts';
import { type ChosenSides, chosenPrompts, chosenSides } from './chosen-sides.ts';
import type { ModelChoices } from './model-choices.ts';
import type { ModelDefinition } from './model-definition.ts';
import { identifyWeights } from './model-weights.ts';
import type { SplitPrompts } from './split-prompts.ts';
import { lateInteractionModel, learnedSparseModel } from './token-models.ts';

interface OpenedModel {
  readonly queries: Encoder;
  readonly documents: Encoder;
  close(): Promise<void>;
}

/**
 * The retriever of a model for one split: the model's prompts with the split's instructions in them, its weights run here from an ONNX export or behind a
 * server. The model is loaded when a corpus is indexed, not before: a run that is there already needs no model.
 *
 * @throws `usage` error for choices that don't go together; `capability` error that tells how the model can be had where there is no export of it, no
 * server and no key; `data` error for weights that can't be looked up.
 */
export async function modelRetriever(definition: ModelDefinition, choices: ModelChoices, place: RetrieverPlace): Promise<Retriever> {
  if (definition.architecture === 'late-interaction') return lateInteractionModel(definition, choices, place);
  if (definition.architecture === 'learned-sparse') return learnedSparseModel(definition, choices, place);
  const sides = chosenSides(definition, choices);
  const prompts = await chosenPrompts(definition, choices, place);
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
        return {
          ...searcher,
          async close() {
            await searcher.close?.();
            await close();
          },
        };
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

function usesEndpoint({ kind }: ModelDefinition, { via, urls, served, dialect }: ModelChoices): boolean {
  if (via !== undefined) return via === 'endpoint';
  return kind === 'provider' || urls.length > 0 || served !== undefined || dialect !== undefined;
}

async function onnxBackend(
  definition: ModelDefinition,
  choices: ModelChoices,
  { query, document }: ChosenSides,
  prompts: SplitPrompts,
  { hub, signal }: RetrieverPlace,
): Promise<Backend> {
  const reference = choices.model ?? definition.model;
  const { dtype, file, providers, threads, batchTokens, dimension } = choices;
  const pooling = choices.pooling ?? definition.pooling;
  const normalise = choices.normalise ?? definition.normalise;
  const identity = await identifyWeights(definition, choices, { hub, signal });
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

function endpointBackend(
  definition: ModelDefinition,
  choices: ModelChoices,
  { query, document }: ChosenSides,
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
