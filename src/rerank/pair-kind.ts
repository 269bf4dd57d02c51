import { type ScoringDialectName, scoringDialects } from '../encode/dialects/scoring-dialects.ts';
import { endpointPairScorer } from '../encode/endpoint-pair-scorer.ts';
import { parseExecutionProvider } from '../encode/execution-provider.ts';
import { parseWeightType } from '../encode/model-weights.ts';
import { openOnnxPairScorer } from '../encode/onnx-pair-scorer.ts';
import type { PairScorer } from '../encode/pair-scorer.ts';
import { usageError } from '../errors.ts';
import { endpointAccess } from '../support/endpoints/endpoint-access.ts';
import { endpointPool } from '../support/endpoints/endpoint-pool.ts';
import { pairReranker } from './pair.ts';
import { openPairScoreStore } from './pair-score-store.ts';
import type { RerankPlace } from './rerank-place.ts';
import type { Reranker } from './reranker.ts';
import { booleanSetting, choiceSetting, numberSetting, type Settings, serverUrls, textSetting } from './settings.ts';

const dialectNames = Object.keys(scoringDialects) as ScoringDialectName[];

export const pairSettings: Readonly<Record<string, string>> = {
  model: 'the weights: org/name[@revision] or ./folder, with an ONNX export; or what a server calls the model',
  prompt: "query and document in one text: query: {query} document: {document}{eos} (as the model's tokenizer joins a pair)",
  maxLength: 'tokens that a pair is cut to (what the model takes)',
  label: 'which of several classes is the score',
  output: 'name of the output with the scores (logits)',
  dtype: 'ONNX file by number format: fp32, fp16, int8, q4',
  file: 'path of the ONNX file, in place of dtype',
  provider: 'what it runs on, by preference, parted by +: cpu, cuda, coreml, dml, webgpu',
  threads: 'threads on the CPU',
  via: 'onnx or endpoint (onnx, unless url or served is given)',
  url: 'server that has the model, several parted by + (http://localhost:8000/v1)',
  served: 'what the server calls the model, where that is another name',
  dialect: `kind of server: ${dialectNames.join(', ')} (vllm)`,
  revision: 'which weights the server holds, for the manifest',
  eos: 'what {eos} stands for, for servers, which take text alone',
  truncate: 'whether a server may cut long pairs: true or false (true)',
  concurrency: 'calls under way at a server',
  batchTokens: 'tokens of a batch',
};

/**
 * Any scorer of pairs: an ONNX cross-encoder or sequence classifier run here, or one behind a server.
 *
 * @throws `usage`, `data` and `capability` errors where the model can't be had or a setting makes no sense.
 */
export async function createPair(settings: Settings, place: RerankPlace): Promise<Reranker> {
  const viaEndpoint = usesEndpoint(settings);
  const { scorer, close } = viaEndpoint ? { scorer: endpoint(settings, place), close: undefined } : await onnx(settings, place);
  try {
    return pairReranker({ scorer, store: await openPairScoreStore(place.pairScores, scorer.settings), close });
  } catch (error) {
    await close?.();
    throw error;
  }
}

function usesEndpoint(settings: Settings): boolean {
  const via = choiceSetting('pair', settings, 'via', ['onnx', 'endpoint']);
  return via === undefined ? ['url', 'served'].some((key) => settings[key] !== undefined) : via === 'endpoint';
}

function count(settings: Settings, key: string): number | undefined {
  return numberSetting('pair', settings, key, { least: 1, most: 1e9, whole: true });
}

function modelOf(settings: Settings): string {
  const model = textSetting(settings, 'model');
  if (model !== undefined) return model;
  throw usageError('pair: no model is named', { next: 'Write --reranker pair:model=org/name or pair:model=./folder.' });
}

async function onnx(
  settings: Settings,
  { hub, progress, signal }: RerankPlace,
): Promise<{ scorer: PairScorer; close: () => Promise<void> }> {
  const dtype = textSetting(settings, 'dtype');
  const provider = textSetting(settings, 'provider');
  const scorer = await openOnnxPairScorer(modelOf(settings), {
    hub,
    progress,
    signal,
    prompt: textSetting(settings, 'prompt'),
    maxLength: count(settings, 'maxLength'),
    output: textSetting(settings, 'output'),
    label: numberSetting('pair', settings, 'label', { least: 0, most: 1e6, whole: true }),
    dtype: dtype === undefined ? undefined : parseWeightType(dtype),
    file: textSetting(settings, 'file'),
    providers: provider?.split('+').map((name) => parseExecutionProvider(name.trim())),
    threads: count(settings, 'threads'),
    batchTokens: count(settings, 'batchTokens'),
  });
  return { scorer, close: () => scorer.close() };
}

function endpoint(settings: Settings, { env }: RerankPlace): PairScorer {
  const dialect = choiceSetting('pair', settings, 'dialect', dialectNames) ?? 'vllm';
  const access = endpointAccess(env, { baseUrls: serverUrls(settings), service: scoringDialects[dialect].service });
  return endpointPairScorer({
    pool: endpointPool(access, { concurrency: count(settings, 'concurrency') }),
    model: textSetting(settings, 'served') ?? modelOf(settings),
    dialect,
    revision: textSetting(settings, 'revision'),
    prompt: textSetting(settings, 'prompt'),
    eos: textSetting(settings, 'eos'),
    truncate: booleanSetting('pair', settings, 'truncate') ?? true,
    batchTokens: count(settings, 'batchTokens'),
  });
}
