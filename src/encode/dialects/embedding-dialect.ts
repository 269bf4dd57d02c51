import type { EndpointService } from '../../support/endpoints/endpoint-access.ts';
import type { Json } from '../../support/fingerprint.ts';
import type { Side } from '../encoder.ts';

/** What is asked of a server, in words that every dialect can say in its own. */
export interface EmbeddingRequest {
  readonly model: string;
  /** As they are sent, prompt and all. */
  readonly texts: readonly string[];
  readonly side: Side;
  /** Numbers a vector shall have, of a model that was trained for several (Matryoshka). */
  readonly dimensions: number | undefined;
  /** Whether the server may cut texts that are longer than the model takes; it refuses them otherwise. */
  readonly truncate: boolean;
  /** How vectors travel: as base64 of little-endian float32, where the server can, or as decimal numbers. */
  readonly encoding: 'base64' | 'float';
}

/** A server's answer before it is checked. */
export interface ReceivedEmbeddings {
  /** One entry for each vector: the position of its text among those sent, and numbers or base64. */
  readonly entries: readonly { readonly index: unknown; readonly vector: unknown }[];
  /** Tokens of all texts, where the server tells. */
  readonly promptTokens: number | undefined;
}

/** How a kind of server is asked for vectors, and how it answers. */
export interface EmbeddingDialect {
  /** `/embeddings`, behind the base URL unless `from` says otherwise. */
  readonly route: string;
  readonly from?: 'base' | 'root';
  /** The service that speaks it, where there is just one. */
  readonly service?: EndpointService;
  /** Texts that one request may hold. */
  readonly maxTexts: number;
  body(request: EmbeddingRequest): { readonly [key: string]: Json | undefined };
  /** Takes the answer apart. @throws BadAnswer where it has another shape. */
  read(answer: unknown): ReceivedEmbeddings;
}
