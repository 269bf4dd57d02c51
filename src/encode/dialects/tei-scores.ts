import { z } from 'zod';
import { readShape } from '../../support/endpoints/read-shape.ts';
import type { ScoringDialect } from './scoring-dialect.ts';

const answerShape = z.array(z.object({ index: z.unknown(), score: z.unknown() }));

/** `/rerank` of Hugging Face's text-embeddings-inference, best first, with the logit as score. Source: its openapi.json. */
export const teiScores: ScoringDialect = {
  route: '/rerank',
  from: 'root',
  maxPairs: 32,
  oneQuery: true,
  body: ({ pairs, truncate }) => ({ query: pairs[0]!.query, texts: pairs.map(({ document }) => document), raw_scores: true, truncate }),
  read: (answer) => ({ entries: readShape(answer, answerShape), promptTokens: undefined }),
};
