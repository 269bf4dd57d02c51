import type { AnswerCache } from '../llm/answer-cache.ts';
import type { ChatClient } from '../llm/chat-client.ts';
import type { TokenPrices } from '../llm/prices.ts';

/** A language model's servers, with what is known of earlier answers. Shared by all rerankers of one piece of work, so that a budget holds for all. */
export interface LlmSession {
  readonly client: ChatClient;
  /** The client's. */
  readonly cache: AnswerCache | undefined;
  readonly prices: TokenPrices | undefined;
  /** Calls that may be under way together. */
  readonly concurrency: number;
}
