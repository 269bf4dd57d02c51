import type { ChatSpending } from './chat-client.ts';

/** What a piece of work took. */
export type Spent = Omit<ChatSpending, 'finishReasons'>;

/** What a client's calls took between two moments; since its beginning where there is no first. */
export function spentSince(now: ChatSpending, before: ChatSpending | undefined): Spent {
  const { finishReasons: _, ...counts } = now;
  if (before === undefined) return counts;
  return {
    calls: counts.calls - before.calls,
    cached: counts.cached - before.cached,
    promptTokens: counts.promptTokens - before.promptTokens,
    completionTokens: counts.completionTokens - before.completionTokens,
    cost: counts.cost - before.cost,
    savedCost: counts.savedCost - before.savedCost,
  };
}
