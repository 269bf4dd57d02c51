import type { ChatAnswer, TokenLogprob } from '../../llm/chat-answer.ts';
import { silence } from '../answer-troubles.ts';
import type { ReadScore } from './relevance-score.ts';
import { tokenProbabilities } from './token-probabilities.ts';

/**
 * Reads a verdict that ends an answer, `true` or `false`: p(true) / (p(true) + p(false)) at the last token that says one of them. Where the server tells no
 * log-probabilities, true is 1 and false 0, and the trouble is `noLogprobs`. An answer without a verdict is 0.5, whatever its thoughts say.
 *
 * Source: Rank1 (Weller et al. "Rank1: Test-Time Compute for Reranking in Information Retrieval", COLM 2025), which gives 0.5 as well where both tokens can't be
 * read, after it has tried to cut the thoughts short, for which a chat has no way.
 */
export function readVerdict(answer: ChatAnswer): ReadScore {
  const written = [...answer.text.matchAll(/\b(true|false)\b/gi)].at(-1)?.[1]?.toLowerCase();
  if (written === undefined) return { score: 0.5, troubles: [silence(answer)] };
  const token = answer.logprobs?.findLast((one) => word(one) === written);
  const score = token && probabilityOfTrue(token);
  return score === undefined ? { score: written === 'true' ? 1 : 0, troubles: ['noLogprobs'] } : { score, troubles: [] };
}

function probabilityOfTrue(token: TokenLogprob): number | undefined {
  // Only the token itself says nothing of how likely the other one was.
  if (token.top.length === 0) return undefined;
  const sums = { true: 0, false: 0 };
  for (const { text, probability } of tokenProbabilities(token)) {
    const verdict = text.toLowerCase();
    if (verdict === 'true' || verdict === 'false') sums[verdict] += probability;
  }
  const total = sums.true + sums.false;
  return total > 0 ? sums.true / total : undefined;
}

function word({ token }: TokenLogprob): string {
  return token.trim().toLowerCase();
}
