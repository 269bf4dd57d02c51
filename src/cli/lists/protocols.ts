import type { Entry } from '../../report/entries.ts';
import { bm25Protocols } from '../../retrieve/bm25/protocol.ts';

/** BM25 protocols. */
export async function listProtocols(): Promise<readonly Entry[]> {
  return bm25Protocols.map(({ name, description, k1, b }) => ({ protocol: name, k1, b, description }));
}
