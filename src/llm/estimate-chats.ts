import { estimateTokens } from '../support/estimate-tokens.ts';
import type { AnswerCache } from './answer-cache.ts';
import { type ChatRequest, chatKey } from './chat-request.ts';
import { costOf, type TokenPrices } from './prices.ts';

export interface EstimateChatsOptions {
  readonly prices?: TokenPrices | undefined;
  /** Answers that are there already cost nothing. */
  readonly cache?: AnswerCache | undefined;
  /** Tokens of an answer, where it isn't expected to be as long as `maxTokens` allows. */
  readonly completionTokens?: number | undefined;
  /** Tokens that all servers together write in a second. */
  readonly tokensPerSecond?: number | undefined;
  /** How many answers to each request are wanted; 1 unless told. */
  readonly samples?: number | undefined;
}

/** What asking a language model will take, before it begins. */
export interface ChatEstimate {
  /** Calls to be made. */
  readonly calls: number;
  /** Answers that are in the cache. */
  readonly cached: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Where prices are known. */
  readonly cost: number | undefined;
  /** Where a speed is known. */
  readonly seconds: number | undefined;
}

/** Estimates what requests will cost. An answer is taken to be as long as it may be, or 1,024 tokens where it may be of any length. */
export async function estimateChats(requests: Iterable<ChatRequest>, options: EstimateChatsOptions = {}): Promise<ChatEstimate> {
  const { prices, cache, completionTokens: expected, tokensPerSecond, samples = 1 } = options;
  const total = { calls: 0, cached: 0, promptTokens: 0, completionTokens: 0 };
  const counted = new Set<string>();
  for (const request of requests) {
    for (let sample = 0; sample < samples; sample++) {
      const key = chatKey(request, sample);
      if (counted.has(key)) continue;
      counted.add(key);
      if ((await cache?.get(key)) !== undefined) {
        total.cached++;
        continue;
      }
      total.calls++;
      total.promptTokens += promptTokensOf(request);
      total.completionTokens += expected ?? request.maxTokens ?? 1024;
    }
  }
  return {
    ...total,
    cost: prices === undefined ? undefined : costOf(total, prices),
    seconds: tokensPerSecond === undefined ? undefined : total.completionTokens / tokensPerSecond,
  };
}

/** A few tokens of each message are the chat template's. */
export function promptTokensOf({ messages }: ChatRequest): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0);
}
