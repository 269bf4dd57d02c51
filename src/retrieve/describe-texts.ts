import { unknownTokens } from '../encode/vector-rows.ts';
import type { VectorStore } from '../encode/vector-store.ts';
import type { Json } from '../support/fingerprint.ts';
import type { TextRows } from './text-rows.ts';

/**
 * What a corpus became, for the manifest: documents, distinct texts and how many of them had to be encoded now, and what the model read of
 * them. Tokens count for every document, also for those that share a row; they are left out unless they are known of all.
 */
export function describeTexts(
  store: Pick<VectorStore, 'tokens' | 'cutTokens'>,
  { rows, starts, texts }: Pick<TextRows, 'rows' | 'starts' | 'texts'>,
  encoded: number,
): { readonly [name: string]: Json } {
  let tokens = 0;
  let cutTokens = 0;
  let cutDocuments = 0;
  let known = true;
  for (let row = 0; row < rows.length; row++) {
    const documents = starts[row + 1]! - starts[row]!;
    const read = store.tokens(rows[row]!);
    const cut = store.cutTokens(rows[row]!);
    known &&= read !== unknownTokens && cut !== unknownTokens;
    tokens += documents * read;
    cutTokens += documents * cut;
    if (cut > 0) cutDocuments += documents;
  }
  return {
    documents: texts.length,
    distinctTexts: rows.length,
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
