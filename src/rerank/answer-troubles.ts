import type { ChatAnswer } from '../llm/chat-answer.ts';

/**
 * What can be wrong with an answer.
 *
 * `empty`: it holds no text. `truncated`: it was cut short before it said what was asked for. `missing`: what was asked for is not in it. `unreadable`: it is
 * there, but makes no sense. `outOfRange`: a grade that wasn't offered. `unknown`: it names a document that wasn't shown. `repeated`: it names one twice.
 * `incomplete`: it leaves some out. `noLogprobs`: the server told no log-probabilities of the tokens that count. `undecided`: two answers
 * contradict each other.
 */
export type Trouble =
  | 'empty'
  | 'truncated'
  | 'missing'
  | 'unreadable'
  | 'outOfRange'
  | 'unknown'
  | 'repeated'
  | 'incomplete'
  | 'noLogprobs'
  | 'undecided';

/** Counts answers, and those with each trouble. */
export interface AnswerTroubles {
  /** One more answer was read, with these troubles. */
  add(troubles: readonly Trouble[]): void;
  /** `{ answers: 100, troubled: 3, empty: 1, unknown: 2 }`: troubles that didn't happen are absent. */
  counts(): { readonly [name: string]: number };
}

export function answerTroubles(): AnswerTroubles {
  const counted = new Map<Trouble, number>();
  let answers = 0;
  let troubled = 0;
  return {
    add(troubles) {
      answers++;
      if (troubles.length > 0) troubled++;
      for (const trouble of new Set(troubles)) counted.set(trouble, (counted.get(trouble) ?? 0) + 1);
    },
    counts: () => ({ answers, troubled, ...Object.fromEntries([...counted].sort(([a], [b]) => (a < b ? -1 : 1))) }),
  };
}

/** Why an answer doesn't say what was asked for. */
export function silence({ text, finishReason }: ChatAnswer, otherwise: 'missing' | 'unreadable' = 'missing'): Trouble {
  if (finishReason === 'length') return 'truncated';
  return text.trim() === '' ? 'empty' : otherwise;
}
