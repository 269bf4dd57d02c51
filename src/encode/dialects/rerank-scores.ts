import { z } from 'zod';
import { readShape } from '../../support/endpoints/read-shape.ts';
import type { ReceivedScores, ScoringDialect, ScoringRequest } from './scoring-dialect.ts';
import { cohereService, voyageService } from './services.ts';

const result = z.object({ index: z.unknown(), relevance_score: z.unknown() });
const usageShape = z.object({ total_tokens: z.number().nullish() }).nullish();
const resultsShape = z.object({ results: z.array(result), usage: usageShape });
const dataShape = z.object({ data: z.array(result), usage: usageShape });

const body = ({ model, pairs }: ScoringRequest) => ({
  model,
  query: pairs[0]!.query,
  documents: pairs.map(({ document }) => document),
  top_n: pairs.length,
});

/**
 * `/v1/rerank` as Jina, Infinity, vLLM and others have it after Cohere's example: one query, documents best first, each with its position.
 * Scores are in the service's own measure, often from 0 to 1. It has no word for cutting.
 */
export const rerankScores: ScoringDialect = {
  route: '/rerank',
  maxPairs: 100,
  oneQuery: true,
  body: (request) => ({ ...body(request), return_documents: false }),
  read(answer) {
    const { results, usage } = readShape(answer, resultsShape);
    return received(results, usage);
  },
};

/**
 * Cohere's own, `/v2/rerank`. It cuts each document to 4,096 tokens unless `max_tokens_per_doc` is among the parameters. Source:
 * docs.cohere.com/reference/rerank.
 */
export const cohereScores: ScoringDialect = { ...rerankScores, route: '/v2/rerank', from: 'root', service: cohereService, body };

/** Voyage's. Source: docs.voyageai.com/reference/reranker-api. */
export const voyageScores: ScoringDialect = {
  ...rerankScores,
  service: voyageService,
  body: ({ model, pairs, truncate }) => ({
    model,
    query: pairs[0]!.query,
    documents: pairs.map(({ document }) => document),
    truncation: truncate,
  }),
  read(answer) {
    const { data, usage } = readShape(answer, dataShape);
    return received(data, usage);
  },
};

function received(results: readonly z.output<typeof result>[], usage: z.output<typeof usageShape>): ReceivedScores {
  return {
    entries: results.map(({ index, relevance_score }) => ({ index, score: relevance_score })),
    promptTokens: usage?.total_tokens ?? undefined,
  };
}
