import { z } from 'zod';
import { BadAnswer } from '../../support/endpoints/endpoint-failure.ts';
import { readShape } from '../../support/endpoints/read-shape.ts';
import type { ScoringDialect, ScoringRequest } from './scoring-dialect.ts';

const usage = z.object({ prompt_tokens: z.number().nullish() }).nullish();
const scoreShape = z.object({ data: z.array(z.object({ index: z.unknown(), score: z.unknown() })), usage });
const classShape = z.object({ data: z.array(z.object({ index: z.unknown(), probs: z.array(z.unknown()) })), usage });

/** The logit itself is wanted; the switch has had two names. vLLM passes over parameters that it doesn't know. */
const common = ({ model, truncate }: ScoringRequest) => ({
  model,
  use_activation: false,
  activation: false,
  truncate_prompt_tokens: truncate ? -1 : undefined,
});

/** vLLM's `/score`: query and document are joined by the server, as the model's tokenizer joins a pair. Source: vLLM's `ScoreRequest`. */
export const vllmScores: ScoringDialect = {
  route: '/score',
  from: 'root',
  maxPairs: 128,
  oneQuery: false,
  body: (request) => ({
    ...common(request),
    text_1: request.pairs.map(({ query }) => query),
    text_2: request.pairs.map(({ document }) => document),
  }),
  read(answer) {
    const { data, usage } = readShape(answer, scoreShape);
    return { entries: data, promptTokens: usage?.prompt_tokens ?? undefined };
  },
};

/**
 * vLLM's `/classify`: query and document are one text, exactly as the prompt says, for classifiers such as RaDeR's rerankers. Source:
 * vLLM's `ClassificationRequest`. With a single class the answer's `probs`, without activation, is its logit.
 */
export const vllmClasses: ScoringDialect = {
  route: '/classify',
  from: 'root',
  maxPairs: 128,
  oneQuery: false,
  body: (request) => ({ ...common(request), input: request.pairs.map(({ query, document }) => query + document) }),
  read(answer) {
    const { data, usage } = readShape(answer, classShape);
    const several = data.find(({ probs }) => probs.length !== 1);
    if (several !== undefined) throw new BadAnswer(`${several.probs.length} classes, where a scorer of pairs has one`);
    return { entries: data.map(({ index, probs }) => ({ index, score: probs[0] })), promptTokens: usage?.prompt_tokens ?? undefined };
  },
};
