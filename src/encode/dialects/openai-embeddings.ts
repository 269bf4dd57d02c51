import { z } from 'zod';
import { readShape } from '../../support/endpoints/read-shape.ts';
import type { EmbeddingDialect, EmbeddingRequest, ReceivedEmbeddings } from './embedding-dialect.ts';

const answerShape = z.object({
  data: z.array(z.object({ index: z.unknown(), embedding: z.unknown() })),
  usage: z.object({ prompt_tokens: z.number().nullish(), total_tokens: z.number().nullish() }).nullish(),
});

/**
 * `/v1/embeddings` as OpenAI, Infinity, llama.cpp and Ollama have it, and Google behind its own compatible address.
 *
 * Source: openai package, `CreateEmbeddingResponse`. It has no word for cutting: whether an over-long text is refused is the server's
 * choice.
 */
export const openaiEmbeddings: EmbeddingDialect = {
  route: '/embeddings',
  maxTexts: 128,
  body: ({ model, texts, dimensions, encoding }) => ({ model, input: texts, encoding_format: encoding, dimensions }),
  read: readOpenAIEmbeddings,
};

/** The same with vLLM's own parameter for cutting: −1 is the model's maximum length. */
export const vllmEmbeddings: EmbeddingDialect = {
  ...openaiEmbeddings,
  body: (request: EmbeddingRequest) => ({ ...openaiEmbeddings.body(request), truncate_prompt_tokens: request.truncate ? -1 : undefined }),
};

export function readOpenAIEmbeddings(answer: unknown): ReceivedEmbeddings {
  const { data, usage } = readShape(answer, answerShape);
  return {
    entries: data.map(({ index, embedding }) => ({ index, vector: embedding })),
    promptTokens: usage?.prompt_tokens ?? usage?.total_tokens ?? undefined,
  };
}
