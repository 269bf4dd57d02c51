import type { EndpointService } from '../../support/endpoints/endpoint-access.ts';
import type { Json } from '../../support/fingerprint.ts';

/** What is asked of a server, prompts filled in. */
export interface ScoringRequest {
  readonly model: string;
  /** The parts of each pair; all pairs of a request have one query where the dialect says so. */
  readonly pairs: readonly { readonly query: string; readonly document: string }[];
  /** Whether the server may cut pairs that are longer than the model takes; it refuses them otherwise. */
  readonly truncate: boolean;
}

/** A server's answer before it is checked. */
export interface ReceivedScores {
  /** One entry for each score, in any order: the position of its pair among those sent. */
  readonly entries: readonly { readonly index: unknown; readonly score: unknown }[];
  readonly promptTokens: number | undefined;
}

/** How a kind of server is asked for scores, and how it answers. */
export interface ScoringDialect {
  /** `/rerank`, behind the base URL unless `from` says otherwise. */
  readonly route: string;
  readonly from?: 'base' | 'root';
  /** The service that speaks it, where there is just one. */
  readonly service?: EndpointService;
  /** Pairs that one request may hold. */
  readonly maxPairs: number;
  /** A request has one query and several documents. */
  readonly oneQuery: boolean;
  body(request: ScoringRequest): { readonly [key: string]: Json | undefined };
  /** Takes the answer apart. @throws BadAnswer where it has another shape. */
  read(answer: unknown): ReceivedScores;
}
