import type { ChatAnswer, TokenLogprob } from '../../llm/chat-answer.ts';
import { highestGrade, type ReadScore, readReasonIrScore, relevanceMark } from './relevance-score.ts';
import { tokenProbabilities } from './token-probabilities.ts';

/**
 * The grade that a model expects: Σ g · p(g) / Σ p(g) over the grades 0 to 5 among the likeliest tokens behind the last `Relevance score:`, divided by 5. Finer
 * than the grade that it happens to write, and the same each time.
 *
 * Where the server tells no log-probability of a grade there, the written grade counts, and the trouble is `noLogprobs`.
 *
 * Source: Zhuang et al. "Beyond Yes and No: Improving Zero-Shot LLM Rankers via Scoring Fine-Grained Relevance Labels". NAACL 2024.
 */
export function readExpectedGrade(answer: ChatAnswer): ReadScore {
  const token = gradeToken(answer.logprobs ?? []);
  const probabilities = token === undefined ? [] : tokenProbabilities(token);
  let total = 0;
  let sum = 0;
  for (const { text, probability } of probabilities) {
    const grade = /^\d$/.test(text) ? Number(text) : Number.NaN;
    if (!(grade <= highestGrade)) continue;
    total += probability;
    sum += grade * probability;
  }
  if (total > 0) return { score: sum / total / highestGrade, troubles: [] };
  const { score, troubles } = readReasonIrScore(answer);
  return { score, troubles: [...troubles, 'noLogprobs'] };
}

/** The first token with a digit behind the last mark. */
function gradeToken(tokens: readonly TokenLogprob[]): TokenLogprob | undefined {
  const text = tokens.map(({ token }) => token).join('');
  const mark = text.lastIndexOf(relevanceMark);
  if (mark < 0) return undefined;
  let end = 0;
  return tokens.find(({ token }) => {
    end += token.length;
    return end > mark + relevanceMark.length && /\d/.test(token);
  });
}
