import { type EmbeddingDialectName, embeddingDialects } from '../../encode/dialects/embedding-dialects.ts';
import { type ExecutionProvider, parseExecutionProvider } from '../../encode/execution-provider.ts';
import { parseWeightType, type WeightType } from '../../encode/model-weights.ts';
import { usageError } from '../../errors.ts';
import { didYouMean } from '../../support/nearest.ts';
import { type ImpactProtocol, impactProtocols } from '../learned-sparse/impacts.ts';
import type { Architecture } from './model-definition.ts';

/** What a person may choose about a model on the command line: `rader-gte-qwen2-7b:model=./export,dtype=fp16`. */
export interface ModelChoices {
  /** Other weights, run through the same pipeline. */
  readonly model?: string | undefined;
  /** Base URLs of servers that have the model. */
  readonly urls: readonly string[];
  /** Where it runs; found out from the other choices unless told. */
  readonly via?: 'onnx' | 'endpoint' | undefined;
  /** What the server calls the model. */
  readonly served?: string | undefined;
  readonly dialect?: EmbeddingDialectName | undefined;
  /** Which weights a server holds. */
  readonly revision?: string | undefined;
  readonly dtype?: WeightType | undefined;
  readonly file?: string | undefined;
  readonly providers?: readonly ExecutionProvider[] | undefined;
  readonly threads?: number | undefined;
  readonly batchTokens?: number | undefined;
  readonly concurrency?: number | undefined;
  /** What a server takes for a million tokens, for the estimate. */
  readonly price?: number | undefined;
  /** How many tokens all servers get through in a second, for the estimate. */
  readonly tokensPerSecond?: number | undefined;
  readonly pooling?: 'cls' | 'mean' | 'last' | 'none' | undefined;
  readonly normalise?: boolean | undefined;
  readonly similarity?: 'cosine' | 'dot' | undefined;
  readonly dimension?: number | undefined;
  readonly queryLength?: number | undefined;
  readonly documentLength?: number | undefined;
  readonly queryPrompt?: string | undefined;
  readonly documentPrompt?: string | undefined;
  /** Family of instructions, or `none`. */
  readonly instructions?: string | undefined;
  /** How vectors are kept. */
  readonly vectors?: 'float32' | 'float16' | undefined;
  /** Whether queries are filled up with mask tokens. */
  readonly expansion?: boolean | undefined;
  /** How term weights are scored. */
  readonly impacts?: ImpactProtocol | undefined;
  /** What the terms of a query are: the model's, or its own tokens. */
  readonly queryTerms?: 'model' | 'tokens' | undefined;
  /** Terms that are kept of a query or a document, the heaviest ones. */
  readonly mostQueryTerms?: number | undefined;
  readonly mostDocumentTerms?: number | undefined;
}

/** Settings that `name:key=value` understands for dense models, each explained in a phrase. */
export const modelSettings: Readonly<Record<string, string>> = {
  model: 'other weights for the same pipeline: org/name[@revision] or ./folder, with an ONNX export',
  url: 'server that has the model, several parted by + (http://localhost:8000/v1)',
  via: 'onnx or endpoint (OPENAI_BASE_URL)',
  served: 'what the server calls the model',
  dialect: `kind of server: ${Object.keys(embeddingDialects).join(', ')}`,
  revision: 'which weights the server holds, for the manifest',
  dtype: 'ONNX file by number format: fp32, fp16, int8, q4',
  file: 'path of the ONNX file, in place of dtype',
  provider: 'what it runs on, by preference, parted by +: cpu, cuda, coreml, dml, webgpu',
  threads: 'threads on the CPU',
  batchTokens: 'tokens of a batch',
  concurrency: 'calls under way at a server',
  price: 'what a server takes for a million tokens, for the estimate beforehand',
  tokensPerSecond: 'tokens that all servers get through in a second, for the estimate beforehand',
  pooling: 'cls, mean, last or none',
  normalise: 'true or false',
  similarity: 'cosine or dot',
  dimension: 'leading components that are kept (Matryoshka)',
  queryLength: 'tokens that a query is cut to',
  documentLength: 'tokens that a document is cut to',
  queryPrompt: 'what surrounds a query: {instruction}{text}{eos}',
  documentPrompt: 'what surrounds a document: {text}{eos}',
  instructions: 'family of instructions, or none',
  vectors: 'how vectors are kept: float32 or float16',
};

const keysRunHere = ['model', 'dtype', 'file', 'provider', 'threads', 'batchTokens'] as const;
const keysOfTexts = ['queryLength', 'documentLength', 'queryPrompt', 'documentPrompt', 'instructions'] as const;

function explain(...keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, modelSettings[key]!]));
}

/** Settings that models of each architecture understand. */
export const architectureSettings: Readonly<Record<Architecture, Readonly<Record<string, string>>>> = {
  dense: modelSettings,
  'late-interaction': {
    ...explain(...keysRunHere, 'dimension', ...keysOfTexts, 'vectors'),
    expansion: 'whether queries are filled up with mask tokens: true or false',
  },
  'learned-sparse': {
    ...explain(...keysRunHere, ...keysOfTexts),
    impacts: `how weights are scored: ${impactProtocols.map(({ name }) => name).join(' or ')}`,
    queryTerms: 'model, or tokens: the tokens of the query, each with the weight 1',
    mostQueryTerms: 'terms that are kept of a query, the heaviest ones',
    mostDocumentTerms: 'terms that are kept of a document, the heaviest ones',
  },
};

/** @throws `usage` error for a value that its setting doesn't have. */
export function readModelChoices(name: string, given: Readonly<Record<string, string>>): ModelChoices {
  const oneOf = <Value extends string>(key: string, values: readonly Value[]): Value | undefined => {
    const text = given[key];
    if (text === undefined) return undefined;
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    throw usageError(`${name}: ${key} is "${text}", where one of ${values.join(', ')} was expected`, {
      next: didYouMean(text, values).trim(),
    });
  };
  const amount = (key: string): number | undefined => {
    const text = given[key];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
    throw usageError(`${name}: ${key} is "${text}", where a number above 0 was expected`);
  };
  const count = (key: string): number | undefined => {
    const text = given[key];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value > 0) return value;
    throw usageError(`${name}: ${key} is "${text}", where a whole number above 0 was expected`);
  };
  const flag = (key: string): boolean | undefined => {
    const value = oneOf(key, ['true', 'false']);
    return value === undefined ? undefined : value === 'true';
  };
  const impacts = oneOf(
    'impacts',
    impactProtocols.map(({ name }) => name),
  );
  return {
    model: given['model'],
    urls: given['url']?.split('+').map((url) => url.trim()) ?? [],
    via: oneOf('via', ['onnx', 'endpoint']),
    served: given['served'],
    dialect: oneOf('dialect', Object.keys(embeddingDialects) as EmbeddingDialectName[]),
    revision: given['revision'],
    dtype: given['dtype'] === undefined ? undefined : parseWeightType(given['dtype']),
    file: given['file'],
    providers:
      given['provider'] === undefined ? undefined : given['provider'].split('+').map((name) => parseExecutionProvider(name.trim())),
    threads: count('threads'),
    batchTokens: count('batchTokens'),
    concurrency: count('concurrency'),
    price: amount('price'),
    tokensPerSecond: amount('tokensPerSecond'),
    pooling: oneOf('pooling', ['cls', 'mean', 'last', 'none']),
    normalise: flag('normalise'),
    similarity: oneOf('similarity', ['cosine', 'dot']),
    dimension: count('dimension'),
    queryLength: count('queryLength'),
    documentLength: count('documentLength'),
    queryPrompt: given['queryPrompt'],
    documentPrompt: given['documentPrompt'],
    instructions: given['instructions'],
    vectors: oneOf('vectors', ['float32', 'float16']),
    expansion: flag('expansion'),
    impacts: impactProtocols.find(({ name }) => name === impacts),
    queryTerms: oneOf('queryTerms', ['model', 'tokens']),
    mostQueryTerms: count('mostQueryTerms'),
    mostDocumentTerms: count('mostDocumentTerms'),
  };
}
