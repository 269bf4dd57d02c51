import type { ChatAnswer } from '../../llm/chat-answer.ts';
import { silence, type Trouble } from '../answer-troubles.ts';
import { answerPart } from './answer-part.ts';

/** Which of several documents an answer chose. */
export interface ReadChoice {
  /** Position from 0; undefined where the answer doesn't tell. */
  readonly choice: number | undefined;
  readonly troubles: readonly Trouble[];
}

/**
 * Reads which document is named as the best: `<answer>[3]</answer>`, `[3]`, `3`. The first number that stands in brackets counts, or else the first number;
 * an answer that names none, or one that wasn't shown, chooses nothing.
 *
 * Source: the setwise rankers of Zhuang et al. "A Setwise Approach for Effective and Highly Efficient Zero-shot Ranking with Large Language Models" (SIGIR 2024),
 * which takes letters, and Rank-R1 (arXiv:2503.06034), whose form this is.
 */
export function readChoice(answer: ChatAnswer, count: number): ReadChoice {
  const text = answerPart(answer.text);
  const digits = (/\[\s*(\d+)\s*\]/.exec(text) ?? /(?<![\d.])(\d+)(?![\d]|\.\d)/.exec(text))?.[1];
  if (digits === undefined) return { choice: undefined, troubles: [silence(answer, 'unreadable')] };
  const number = Number(digits);
  if (number < 1 || number > count) return { choice: undefined, troubles: ['unknown'] };
  return { choice: number - 1, troubles: [] };
}
