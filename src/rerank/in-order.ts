import type { ChatAnswer } from '../llm/chat-answer.ts';
import { type ChatRequest, chatKey } from '../llm/chat-request.ts';
import { promptTokensOf } from '../llm/estimate-chats.ts';
import { costOf } from '../llm/prices.ts';
import type { Json } from '../support/fingerprint.ts';
import { mapConcurrently } from '../support/map-concurrently.ts';
import { answerTroubles, type Trouble } from './answer-troubles.ts';
import type { LlmSession } from './llm-session.ts';
import { naming } from './name-refused.ts';
import { orderScores } from './order-scores.ts';
import type { RerankEstimate, RerankedTopic, Reranker, RerankRequest } from './reranker.ts';

/** Asks about some of a topic's documents, by their positions, and hears what is said. */
export type AskAbout = (positions: readonly number[], question: ChatRequest) => Promise<ChatAnswer>;

export interface InOrderOptions {
  readonly name: string;
  readonly settings: Json;
  readonly session: LlmSession;
  /**
   * Puts a topic's documents in order, best first, each position once. What it asks must depend on nothing but the request and the answers so far.
   *
   * @param report to be told what happened.
   */
  sort(request: RerankRequest, ask: AskAbout, report: SortReport): Promise<readonly number[]>;
  /** Questions that a topic takes at most. */
  mostCalls(request: RerankRequest): number;
}

/** What happens while a topic is put in order. */
export interface SortReport {
  /** An answer was read. */
  answered(troubles: readonly Trouble[]): void;
  /** A choice was made without a question, because no call was left for it. */
  outOfCalls(): void;
}

/**
 * A reranker that asks a language model for orders or choices, question after question within a topic, several topics at once. Its scores say nothing but the
 * order: n for the first of n documents, 1 for the last.
 */
export function inOrder({ name, settings, session, sort, mostCalls }: InOrderOptions): Reranker {
  const troubles = answerTroubles();
  let outOfCalls = 0;
  const report: SortReport = {
    answered: troubles.add,
    outOfCalls() {
      outOfCalls++;
    },
  };

  async function rerankTopic(request: RerankRequest, signal: AbortSignal): Promise<RerankedTopic> {
    const ask: AskAbout = (positions, question) =>
      session.client.chat(question, { signal }).catch((error: unknown) => {
        throw naming(
          error,
          request.topic,
          positions.map((position) => request.documents[position]!.id),
        );
      });
    return { topic: request.topic, scores: orderScores(await sort(request, ask, report)) };
  }

  return {
    name,
    settings,
    reads: 'texts',
    estimate: (requests) => estimate(requests, { sort, mostCalls }, session),
    async *rerank(requests, { progress, signal }) {
      const task = progress.start(`reranking: ${name}`, { total: requests.length, unit: 'topics' });
      try {
        for await (const reranked of mapConcurrently(requests, rerankTopic, { limit: session.concurrency, signal })) {
          task.advance(1);
          yield reranked;
        }
      } finally {
        task.end();
      }
    },
    statistics: () => ({ ...troubles.counts(), ...(outOfCalls === 0 ? {} : { outOfCalls }) }),
    close: async () => {},
  };
}

/** Thrown where the next answer isn't known yet. */
class UnknownAnswer extends Error {
  readonly question: ChatRequest;

  constructor(question: ChatRequest) {
    super('the answer is not known yet');
    this.question = question;
  }
}

/** Goes through what is known of each topic: what is asked hangs on the answers before it. The first question without one stands for all that follow. */
async function estimate(
  requests: readonly RerankRequest[],
  { sort, mostCalls }: Pick<InOrderOptions, 'sort' | 'mostCalls'>,
  { cache, prices }: LlmSession,
): Promise<RerankEstimate> {
  const total = { calls: 0, cached: 0, promptTokens: 0, completionTokens: 0 };
  for (const request of requests) {
    let known = 0;
    const ask: AskAbout = async (_, question) => {
      const answer = await cache?.get(chatKey(question, 0));
      if (answer === undefined) throw new UnknownAnswer(question);
      known++;
      return answer;
    };
    try {
      await sort(request, ask, { answered() {}, outOfCalls() {} });
    } catch (error) {
      if (!(error instanceof UnknownAnswer)) throw error;
      const calls = Math.max(1, mostCalls(request) - known);
      total.calls += calls;
      total.promptTokens += calls * promptTokensOf(error.question);
      total.completionTokens += calls * (error.question.maxTokens ?? 0);
    }
    total.cached += known;
  }
  return { ...total, cost: prices === undefined ? undefined : costOf(total, prices) };
}
