import type { ChatRequest } from '../llm/chat-request.ts';
import type { Prompt } from '../llm/prompt-folder.ts';
import { readJsonRanking } from './answers/json-ranking.ts';
import { inputOrder } from './answers/permutation.ts';
import { asked, type ChatModel, describeModel } from './chat-model.ts';
import { documentList } from './document-text.ts';
import { inOrder } from './in-order.ts';
import type { LlmSession } from './llm-session.ts';
import type { Reranker, RerankRequest } from './reranker.ts';

export interface ListwiseOptions {
  readonly session: LlmSession;
  readonly model: ChatModel;
  readonly prompt: Prompt;
  /** How many documents are to be named; all that are shown unless told. */
  readonly top?: number | undefined;
  /** Words of a document that are shown; all unless told. */
  readonly words?: number | undefined;
}

/**
 * A language model that is shown all documents of a topic at once, thinks, and names them by their numbers as a JSON list, the best first. An answer that can't be read
 * keeps the order of the first stage; documents that it doesn't name stand behind those that it does.
 *
 * Source: BRIGHT (Su et al., ICLR 2025), rerank.py: temperature 0.8, top_p 0.8, 2,048 tokens.
 */
export function listwise({ session, model, prompt, top, words }: ListwiseOptions): Reranker {
  const question = ({ query, documents }: RerankRequest): ChatRequest => {
    const texts = documents.map(({ text }) => text);
    const parts = { query, documents: documentList(texts, words), count: texts.length, top: Math.min(top ?? texts.length, texts.length) };
    return asked(model, prompt.messages(parts));
  };
  return inOrder({
    name: 'listwise',
    settings: { reranker: 'listwise', model: describeModel(model), prompt: prompt.files, top, words },
    session,
    async sort(request, ask, report) {
      const all = inputOrder(request.documents.length);
      if (all.length < 2) return all;
      const { order, troubles } = readJsonRanking(await ask(all, question(request)), all.length);
      report.answered(troubles);
      return order;
    },
    mostCalls: ({ documents }) => (documents.length < 2 ? 0 : 1),
  });
}
