import type { RerankPlace } from './rerank-place.ts';
import type { Reranker } from './reranker.ts';
import type { Settings } from './settings.ts';

/** A reranker that can be named on the command line. */
export interface RerankerKind {
  readonly name: string;
  readonly description: string;
  /** Settings that `name:key=value` understands, each explained in a phrase. */
  readonly settings: Readonly<Record<string, string>>;
  /** @throws `usage`, `data` and `capability` errors where a setting makes no sense or a model can't be had. */
  create(settings: Settings, place: RerankPlace): Promise<Reranker>;
}
