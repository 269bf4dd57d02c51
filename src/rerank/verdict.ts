import type { Prompt } from '../llm/prompt-folder.ts';
import { readVerdict } from './answers/verdict.ts';
import { asked, type ChatModel, describeModel } from './chat-model.ts';
import { cutToWords } from './document-text.ts';
import type { LlmSession } from './llm-session.ts';
import { oneByOne } from './one-by-one.ts';
import type { Reranker } from './reranker.ts';

export interface VerdictOptions {
  readonly session: LlmSession;
  readonly model: ChatModel;
  readonly prompt: Prompt;
  /** Words of a document that are shown; all unless told. */
  readonly words?: number | undefined;
}

/** Tokens told at each place, as Rank1 asks for. */
const likeliestTokens = 20;

/**
 * A language model that thinks about each document and ends with true or false; the score is p(true) / (p(true) + p(false)).
 *
 * Source: Rank1 (Weller et al., COLM 2025).
 */
export function verdict({ session, model, prompt, words }: VerdictOptions): Reranker {
  return oneByOne({
    name: 'verdict',
    settings: { reranker: 'verdict', model: describeModel(model), prompt: prompt.files, words },
    session,
    ask: (query, document) => asked(model, prompt.messages({ query, document: cutToWords(document, words) }), likeliestTokens),
    read: readVerdict,
  });
}
