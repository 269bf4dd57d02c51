import { cohereEmbeddings } from './cohere-embeddings.ts';
import type { EmbeddingDialect } from './embedding-dialect.ts';
import { openaiEmbeddings, vllmEmbeddings } from './openai-embeddings.ts';
import { teiEmbeddings } from './tei-embeddings.ts';
import { voyageEmbeddings } from './voyage-embeddings.ts';

export type EmbeddingDialectName = 'openai' | 'vllm' | 'tei' | 'voyage' | 'cohere';

/** Every kind of server that can be asked for vectors. */
export const embeddingDialects: Readonly<Record<EmbeddingDialectName, EmbeddingDialect>> = {
  openai: openaiEmbeddings,
  vllm: vllmEmbeddings,
  tei: teiEmbeddings,
  voyage: voyageEmbeddings,
  cohere: cohereEmbeddings,
};
