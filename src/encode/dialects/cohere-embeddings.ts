import { z } from 'zod';
import { readShape } from '../../support/endpoints/read-shape.ts';
import type { EmbeddingDialect } from './embedding-dialect.ts';
import { cohereService } from './services.ts';

const answerShape = z.object({
  embeddings: z.object({ float: z.array(z.unknown()) }),
  meta: z.object({ billed_units: z.object({ input_tokens: z.number().nullish() }).nullish() }).nullish(),
});

/**
 * Cohere's `/v2/embed`: vectors come in the order of the texts, without positions, as decimal numbers.
 *
 * Source: docs.cohere.com/reference/embed.
 */
export const cohereEmbeddings: EmbeddingDialect = {
  route: '/v2/embed',
  from: 'root',
  service: cohereService,
  maxTexts: 96,
  body: ({ model, texts, side, dimensions, truncate }) => ({
    model,
    texts,
    input_type: side === 'query' ? 'search_query' : 'search_document',
    embedding_types: ['float'],
    truncate: truncate ? 'END' : 'NONE',
    output_dimension: dimensions,
  }),
  read(answer) {
    const { embeddings, meta } = readShape(answer, answerShape);
    return {
      entries: embeddings.float.map((vector, index) => ({ index, vector })),
      promptTokens: meta?.billed_units?.input_tokens ?? undefined,
    };
  },
};
