import type { ChatAnswer } from '../llm/chat-answer.ts';
import type { ChatRequest } from '../llm/chat-request.ts';
import { estimateChats } from '../llm/estimate-chats.ts';
import type { Json } from '../support/fingerprint.ts';
import { mapConcurrently } from '../support/map-concurrently.ts';
import { answerTroubles } from './answer-troubles.ts';
import type { ReadScore } from './answers/relevance-score.ts';
import type { LlmSession } from './llm-session.ts';
import { naming } from './name-refused.ts';
import type { Reranker, RerankRequest } from './reranker.ts';

export interface OneByOneOptions {
  readonly name: string;
  readonly settings: Json;
  readonly session: LlmSession;
  /** The question about one document. */
  ask(query: string, document: string): ChatRequest;
  /** Reads the answer. Must give a finite score whatever it holds. */
  read(answer: ChatAnswer): ReadScore;
}

/** A place among the documents of all topics. */
interface Place {
  readonly request: RerankRequest;
  readonly topicAt: number;
  readonly documentAt: number;
}

/** A reranker that asks a language model about each document alone. As many questions are under way as the servers take, over all topics. */
export function oneByOne({ name, settings, session, ask, read }: OneByOneOptions): Reranker {
  const troubles = answerTroubles();

  function* places(requests: readonly RerankRequest[]): Generator<Place> {
    for (const [topicAt, request] of requests.entries())
      for (const documentAt of request.documents.keys()) yield { request, topicAt, documentAt };
  }

  function* questions(requests: readonly RerankRequest[]): Generator<ChatRequest> {
    for (const { request, documentAt } of places(requests)) yield ask(request.query, request.documents[documentAt]!.text);
  }

  return {
    name,
    settings,
    reads: 'texts',
    estimate: (requests) => estimateChats(questions(requests), session),
    async *rerank(requests, { progress, signal }) {
      const scores = requests.map(({ documents }) => new Float64Array(documents.length));
      const left = requests.map(({ documents }) => documents.length);
      const total = left.reduce((sum, count) => sum + count, 0);
      const task = progress.start(`reranking: ${name}`, { total, unit: 'documents' });
      for (const { topic, documents } of requests) if (documents.length === 0) yield { topic, scores: new Float64Array(0) };
      const answer = async (place: Place, stopping: AbortSignal): Promise<Place> => {
        const { request, topicAt, documentAt } = place;
        const { id, text } = request.documents[documentAt]!;
        const said = await session.client.chat(ask(request.query, text), { signal: stopping }).catch((error: unknown) => {
          throw naming(error, request.topic, [id]);
        });
        const { score, troubles: found } = read(said);
        troubles.add(found);
        scores[topicAt]![documentAt] = score;
        task.advance(1);
        return place;
      };
      try {
        for await (const { topicAt, request } of mapConcurrently(places(requests), answer, { limit: session.concurrency, signal })) {
          left[topicAt]!--;
          if (left[topicAt] === 0) yield { topic: request.topic, scores: scores[topicAt]! };
        }
      } finally {
        task.end();
      }
    },
    statistics: () => troubles.counts(),
    close: async () => {},
  };
}
