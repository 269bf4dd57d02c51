import type { ChatAnswer } from '../../llm/chat-answer.ts';
import { silence, type Trouble } from '../answer-troubles.ts';

/** A score that was read from an answer. */
export interface ReadScore {
  readonly score: number;
  readonly troubles: readonly Trouble[];
}

/** The highest grade. */
export const highestGrade = 5;

/** What stands before the grade. */
export const relevanceMark = 'Relevance score:';

/**
 * Reads `Relevance score: X` exactly as ReasonIR's reranker does: what counts are the two characters behind the last mark, as Python's `float` would
 * read them, divided by 5. No mark: 0. Anything else than a number: −1. Grades past 5 aren't held back (`7` is 1.4), and of `10` only the 1 is seen.
 *
 * Source: ReasonIR, evaluation/bright/reranker.py; RaDeR's QwenRerank is the same.
 */
export function readReasonIrScore(answer: ChatAnswer): ReadScore {
  const at = answer.text.lastIndexOf(relevanceMark);
  if (at < 0) return { score: 0, troubles: [silence(answer)] };
  const behind = [...answer.text.slice(at + relevanceMark.length)].slice(0, 2).join('').trim();
  const grade = /^(?:[+-]?\d|\d\d|\d\.|\.\d)$/.test(behind) ? Number(behind) : Number.NaN;
  if (Number.isNaN(grade)) return { score: -1, troubles: [silence(answer, 'unreadable')] };
  return { score: grade / highestGrade, troubles: grade < 0 || grade > highestGrade || isLonger(answer.text, at) ? ['outOfRange'] : [] };
}

/** Whether a longer number than was read stands there, past the highest grade. */
function isLonger(text: string, at: number): boolean {
  const whole = /^\s*(\d+(?:\.\d+)?)/.exec(text.slice(at + relevanceMark.length))?.[1];
  return whole !== undefined && Number(whole) > highestGrade;
}

/**
 * Reads the whole number behind the last mark, whatever the case of its letters, past markup such as `**`. A grade that wasn't offered counts as unreadable:
 * −1, like everything else that makes no sense. No mark: 0.
 */
export function readWholeScore(answer: ChatAnswer): ReadScore {
  const marks = [...answer.text.matchAll(/relevance\s+score\W*?:/gi)];
  const last = marks.at(-1);
  if (last === undefined) return { score: 0, troubles: [silence(answer)] };
  const number = /^[\s*_`"'[({<]*([+-]?\d+(?:\.\d+)?)/.exec(answer.text.slice(last.index + last[0].length))?.[1];
  if (number === undefined) return { score: -1, troubles: [silence(answer, 'unreadable')] };
  const grade = Number(number);
  if (!(grade >= 0 && grade <= highestGrade)) return { score: -1, troubles: ['outOfRange'] };
  return { score: grade / highestGrade, troubles: [] };
}
