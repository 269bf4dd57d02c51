import type { EmbeddingDialect } from './embedding-dialect.ts';
import { readOpenAIEmbeddings } from './openai-embeddings.ts';
import { voyageService } from './services.ts';

/**
 * Voyage's `/v1/embeddings`: it tells sides apart itself and cuts long texts unless it is told not to.
 *
 * Source: docs.voyageai.com/reference/embeddings-api.
 */
export const voyageEmbeddings: EmbeddingDialect = {
  route: '/embeddings',
  service: voyageService,
  maxTexts: 128,
  body: ({ model, texts, side, dimensions, truncate, encoding }) => ({
    model,
    input: texts,
    input_type: side,
    truncation: truncate,
    output_dimension: dimensions,
    encoding_format: encoding === 'base64' ? 'base64' : undefined,
  }),
  read: readOpenAIEmbeddings,
};
