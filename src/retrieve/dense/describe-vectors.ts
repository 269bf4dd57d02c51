import { unknownTokens } from '../../encode/vector-rows.ts';
import type { VectorStore } from '../../encode/vector-store.ts';
import type { Json } from '../../support/fingerprint.ts';
import type { TextVectors } from './text-vectors.ts';

/**
 * What a corpus became, for the manifest: documents, distinct texts and how many of them had to be encoded now, and what the model read of
 * them. Tokens count for every document, also for those that share a vector; they are left out unless they are known of all.
 */
export function describeVectors(store: VectorStore, { rows, starts, texts, dimension }: TextVectors, encoded: number): Json {
  let tokens = 0;
  let cutTokens = 0;
  let cutDocuments = 0;
  let known = true;
  for (let vector = 0; vector < rows.length; vector++) {
    const documents = starts[vector + 1]! - starts[vector]!;
    const read = store.tokens(rows[vector]!);
    const cut = store.cutTokens(rows[vector]!);
    known &&= read !== unknownTokens && cut !== unknownTokens;
    tokens += documents * read;
    cutTokens += documents * cut;
    if (cut > 0) cutDocuments += documents;
  }
  return {
    documents: texts.length,
    distinctTexts: rows.length,
    dimension,
    encoded,
    found: rows.length - encoded,
    ...(known && {
      tokens,
      cutTokens,
      cutDocuments,
      shareOfTokensCut: tokens + cutTokens === 0 ? 0 : cutTokens / (tokens + cutTokens),
      shareOfDocumentsCut: cutDocuments / texts.length,
    }),
  };
}
