import type { ChatAnswer } from '../llm/chat-answer.ts';
import type { Prompt } from '../llm/prompt-folder.ts';
import { readExpectedGrade } from './answers/expected-grade.ts';
import { type ReadScore, readReasonIrScore, readWholeScore } from './answers/relevance-score.ts';
import { asked, type ChatModel, describeModel } from './chat-model.ts';
import { cutToWords } from './document-text.ts';
import type { LlmSession } from './llm-session.ts';
import { oneByOne } from './one-by-one.ts';
import type { Reranker } from './reranker.ts';

/** How a grade is read: as ReasonIR reads it, the whole number with markup around it, or what the model expects by its log-probabilities. */
export type GradeReading = 'reasonir' | 'whole' | 'expected';

export const gradeReadings: readonly GradeReading[] = ['reasonir', 'whole', 'expected'];

export interface PointwiseOptions {
  readonly session: LlmSession;
  readonly model: ChatModel;
  readonly prompt: Prompt;
  readonly reading: GradeReading;
  /** Words of a document that are shown; all unless told. */
  readonly words?: number | undefined;
}

const readers: Readonly<Record<GradeReading, (answer: ChatAnswer) => ReadScore>> = {
  reasonir: readReasonIrScore,
  whole: readWholeScore,
  expected: readExpectedGrade,
};

/** Tokens told at each place: as many as OpenAI allows. */
const likeliestTokens = 20;

/**
 * A language model that grades each document from 0 to 5: `Relevance score: X`, score X/5. The defaults of temperature, top_p and length are those of
 * ReasonIR's QwenRerank, which RaDeR's Table 2 uses as well.
 *
 * Source: Shao et al. "ReasonIR: Training Retrievers for Reasoning Tasks" (arXiv:2504.20595), evaluation/bright/reranker.py.
 */
export function pointwise({ session, model, prompt, reading, words }: PointwiseOptions): Reranker {
  return oneByOne({
    name: 'pointwise',
    settings: { reranker: 'pointwise', model: describeModel(model), prompt: prompt.files, reading, words },
    session,
    ask: (query, document) =>
      asked(model, prompt.messages({ query, document: cutToWords(document, words) }), reading === 'expected' ? likeliestTokens : undefined),
    read: readers[reading],
  });
}
