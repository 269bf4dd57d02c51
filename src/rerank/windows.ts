import type { ChatRequest } from '../llm/chat-request.ts';
import type { Prompt } from '../llm/prompt-folder.ts';
import { readNumberRanking } from './answers/number-ranking.ts';
import { inputOrder } from './answers/permutation.ts';
import { asked, type ChatModel, describeModel } from './chat-model.ts';
import { documentList } from './document-text.ts';
import { inOrder } from './in-order.ts';
import type { LlmSession } from './llm-session.ts';
import type { Reranker, RerankRequest } from './reranker.ts';

export interface WindowsOptions {
  readonly session: LlmSession;
  readonly model: ChatModel;
  readonly prompt: Prompt;
  /** Documents that are ranked together; at least 2. */
  readonly window: number;
  /** How far each window begins before the last; at least 1, and less than the window so that documents can rise from one to the next. */
  readonly stride: number;
  /** Words of a document that are shown. */
  readonly words: number | undefined;
}

/**
 * A language model that ranks windows of documents, from the last to the first, so that good ones rise through all of them. An answer that can't be read leaves
 * its window as it is.
 *
 * Source: Sun et al. "Is ChatGPT Good at Search? Investigating Large Language Models as Re-Ranking Agents" (EMNLP 2023), window 20, stride 10, 300 words a
 * document. There, a rest shorter than the stride is never looked at; here the first window always begins at the first document.
 */
export function windows({ session, model, prompt, window, stride, words }: WindowsOptions): Reranker {
  const question = ({ query, documents }: RerankRequest, positions: readonly number[]): ChatRequest => {
    const texts = positions.map((position) => documents[position]!.text);
    return asked(model, prompt.messages({ query, documents: documentList(texts, words), count: texts.length, top: texts.length }));
  };
  return inOrder({
    name: 'windows',
    settings: { reranker: 'windows', model: describeModel(model), prompt: prompt.files, window, stride, words },
    session,
    async sort(request, ask, report) {
      const order = [...inputOrder(request.documents.length)];
      for (const [start, end] of windowPlaces(order.length, window, stride)) {
        const shown = order.slice(start, end);
        const read = readNumberRanking(await ask(shown, question(request, shown)), shown.length);
        report.answered(read.troubles);
        order.splice(start, shown.length, ...read.order.map((place) => shown[place]!));
      }
      return order;
    },
    mostCalls: ({ documents }) => windowPlaces(documents.length, window, stride).length,
  });
}

/** Where each window starts and ends (exclusive), in the order in which they are ranked. None for fewer than two documents. */
export function windowPlaces(count: number, window: number, stride: number): readonly (readonly [start: number, end: number])[] {
  const places: (readonly [number, number])[] = [];
  for (let end = count; end > 1; end -= stride) {
    const start = Math.max(0, end - window);
    places.push([start, end]);
    if (start === 0) break;
  }
  return places;
}
