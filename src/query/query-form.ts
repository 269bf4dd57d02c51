import type { Topic } from '../collection/topic.ts';
import { splitSteps } from './split-steps.ts';

/** What is sent for a topic: where it says nothing, the topic's text as one query. */
export interface QueryForm {
  /**
   * How the question, which is the topic's text as published, goes with the reasoning: before or behind each text that is sent, or apart, as a query of
   * its own before that of the whole reasoning.
   */
  readonly join?: 'question+reasoning' | 'reasoning+question' | 'apart' | undefined;
  /**
   * `each`: every step of the text is a query. `prefix`: so is the question with the steps so far, step by step, as the CoT queries are on which RaDeR is
   * trained (Das et al., "RaDeR: Reasoning-aware Dense Retrieval Models", 2025).
   */
  readonly steps?: 'each' | 'prefix' | undefined;
}

/** The texts that are sent for a topic, at least one, in order. What is put together has a line break between. */
export function formulate({ text, original = text }: Topic, { join, steps }: QueryForm): readonly string[] {
  if (steps === undefined) return join === 'apart' ? [original, text] : [joined(original, text, join)];
  const parts = splitSteps(text);
  const sent = parts.length === 0 ? [text] : parts;
  if (steps === 'each') return sent.map((part) => joined(original, part, join));
  let soFar = original;
  return sent.map((part) => {
    soFar = `${soFar}\n${part}`;
    return soFar;
  });
}

function joined(question: string, reasoning: string, join: QueryForm['join']): string {
  if (join === 'question+reasoning') return `${question}\n${reasoning}`;
  return join === 'reasoning+question' ? `${reasoning}\n${question}` : reasoning;
}
