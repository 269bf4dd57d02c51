import type { ChatAnswer } from '../../llm/chat-answer.ts';
import { silence } from '../answer-troubles.ts';
import { answerPart } from './answer-part.ts';
import { completeOrder, inputOrder, type ReadOrder } from './permutation.ts';

/**
 * Reads an order of documents written as `[3] > [1] > [2]`: numbers in brackets where there are any, or else all numbers. Documents that aren't named follow
 * in the order in which they were shown; an answer without a number keeps that order.
 *
 * Source: RankGPT, rank_gpt.py, which takes every number, so that one in a sentence (`the 20 passages`) is taken for a document.
 */
export function readNumberRanking(answer: ChatAnswer, count: number): ReadOrder {
  const text = answerPart(answer.text);
  const bracketed = [...text.matchAll(/\[\s*(\d+)\s*\]/g)];
  const numbers = (bracketed.length > 0 ? bracketed : [...text.matchAll(/(?<![\d.])(\d+)(?![\d]|\.\d)/g)]).map(([, digits]) =>
    Number(digits),
  );
  if (numbers.length === 0) return { order: inputOrder(count), troubles: [silence(answer, 'unreadable')] };
  const { order, troubles } = completeOrder(numbers, count);
  return { order, troubles: answer.finishReason === 'length' && troubles.includes('incomplete') ? [...troubles, 'truncated'] : troubles };
}
