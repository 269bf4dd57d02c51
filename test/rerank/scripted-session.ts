import { interruptedError } from '../../src/errors.ts';
import type { AnswerCache } from '../../src/llm/answer-cache.ts';
import type { ChatAnswer } from '../../src/llm/chat-answer.ts';
import type { ChatClient } from '../../src/llm/chat-client.ts';
import { type ChatRequest, chatKey } from '../../src/llm/chat-request.ts';
import type { LlmSession } from '../../src/rerank/llm-session.ts';

/** An answer that says this and ends by itself. */
export function said(text: string, rest: Partial<ChatAnswer> = {}): ChatAnswer {
  return { text, finishReason: 'stop', usage: { promptTokens: 1, completionTokens: 1 }, ...rest };
}

/** A session whose answers come from a function; it remembers what it was asked, and answers from memory when it is asked again. */
export function scriptedSession(
  reply: (request: ChatRequest) => ChatAnswer | string,
): LlmSession & { readonly asked: readonly ChatRequest[] } {
  const asked: ChatRequest[] = [];
  const answers = new Map<string, ChatAnswer>();
  const client: ChatClient = {
    async chat(request, { signal } = {}) {
      if (signal?.aborted) throw interruptedError();
      const key = chatKey(request, 0);
      const kept = answers.get(key);
      if (kept !== undefined) return kept;
      asked.push(request);
      const answer = reply(request);
      const whole = typeof answer === 'string' ? said(answer) : answer;
      answers.set(key, whole);
      return whole;
    },
    chatAll: () => {
      throw new Error('not used by rerankers');
    },
    spending: () => ({ calls: asked.length, cached: 0, promptTokens: 0, completionTokens: 0, cost: 0, savedCost: 0, finishReasons: {} }),
  };
  const cache: AnswerCache = {
    get: async (key) => answers.get(key),
    put: async () => {},
    size: () => answers.size,
    close: async () => {},
  };
  return { client, cache, prices: { inputPerMillion: 1, outputPerMillion: 2 }, concurrency: 3, asked };
}

/** The question itself: what the user's message holds. */
export function questionOf({ messages }: ChatRequest): string {
  return messages.at(-1)!.content;
}

/** The documents that a question lists, by their numbers. */
export function listedDocuments(request: ChatRequest): readonly string[] {
  return [...questionOf(request).matchAll(/^\[\d+\] ?(.*)$/gm)].map(([, text]) => text!);
}
