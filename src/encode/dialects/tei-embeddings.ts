import { z } from 'zod';
import { readShape } from '../../support/endpoints/read-shape.ts';
import type { EmbeddingDialect } from './embedding-dialect.ts';

const answerShape = z.array(z.unknown());

/**
 * The own route of Hugging Face's text-embeddings-inference, `/embed`: unlike its `/v1/embeddings` it can be told whether to cut. One model
 * a server, so that the model isn't named; 32 texts a request unless the server was started with a larger `--max-client-batch-size`.
 *
 * Source: text-embeddings-inference's openapi.json.
 */
export const teiEmbeddings: EmbeddingDialect = {
  route: '/embed',
  from: 'root',
  maxTexts: 32,
  body: ({ texts, truncate, dimensions }) => ({ inputs: texts, truncate, normalize: true, dimensions }),
  read: (answer) => ({ entries: readShape(answer, answerShape).map((vector, index) => ({ index, vector })), promptTokens: undefined }),
};
