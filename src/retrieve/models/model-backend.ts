import type { EmbeddingDialectName } from '../../encode/dialects/embedding-dialects.ts';
import type { Encoder, Side } from '../../encode/encoder.ts';
import { endpointEncoder } from '../../encode/endpoint-encoder.ts';
import type { EstimateEncodingOptions } from '../../encode/estimate-encoding.ts';
import { openOnnxEncoders } from '../../encode/onnx-encoder.ts';
import { endpointAccess } from '../../support/endpoints/endpoint-access.ts';
import { endpointPool } from '../../support/endpoints/endpoint-pool.ts';
import type { Json } from '../../support/fingerprint.ts';
import type { Progress } from '../../support/progress.ts';
import type { RetrieverPlace } from '../retriever.ts';
import { type ChosenSides, chosenPrompts, chosenSides } from './chosen-sides.ts';
import type { ModelChoices } from './model-choices.ts';
import type { ModelDefinition } from './model-definition.ts';
import { identifyWeights } from './model-weights.ts';
import type { SplitPrompts } from './split-prompts.ts';

/** Both sides of a model, ready to encode. */
export interface OpenedModel {
  readonly queries: Encoder;
  readonly documents: Encoder;
  close(): Promise<void>;
}

/** Where a model runs, on one split. */
export interface ModelBackend {
  /** Where texts go to a server: what is known of its price and speed. */
  readonly remote?: Pick<EstimateEncodingOptions, 'pricePerMillionTokens' | 'tokensPerSecond'> | undefined;
  /** Known without the model being loaded. */
  readonly settings: { readonly [key: string]: Json | undefined };
  open(progress: Progress): Promise<OpenedModel>;
}

/**
 * Finds out where a model runs and what it is told on a split; nothing is loaded yet.
 *
 * @throws as `modelRetriever` does.
 */
export async function modelBackend(definition: ModelDefinition, choices: ModelChoices, place: RetrieverPlace): Promise<ModelBackend> {
  const sides = chosenSides(definition, choices);
  const prompts = await chosenPrompts(definition, choices, place);
  return usesEndpoint(definition, choices)
    ? endpointBackend(definition, choices, sides, prompts, place)
    : onnxBackend(definition, choices, sides, prompts, place);
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
): Promise<ModelBackend> {
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
): ModelBackend {
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
    remote: { pricePerMillionTokens: choices.price, tokensPerSecond: choices.tokensPerSecond },
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
