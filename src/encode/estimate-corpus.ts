import type { Corpus } from '../collection/corpus.ts';
import { interruptedError } from '../errors.ts';
import { estimateTokens } from '../support/estimate-tokens.ts';
import { type EncodingEstimate, type EstimateEncodingOptions, estimateEncoding } from './estimate-encoding.ts';
import { missingTexts } from './missing-texts.ts';
import { textKeys } from './text-keys.ts';
import type { VectorStore } from './vector-store.ts';

/**
 * What encoding the documents of a corpus that a store lacks will take at most, by a pass over the corpus before the first is sent. A text that stands
 * far from its copy is counted twice.
 */
export async function estimateCorpus(
  corpus: Corpus,
  store: Pick<VectorStore, 'find'>,
  { signal, ...options }: EstimateEncodingOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<EncodingEstimate> {
  const { countTokens = estimateTokens } = options;
  let texts = 0;
  let tokens = 0;
  for await (const batch of corpus.batches(signal)) {
    if (signal?.aborted) throw interruptedError();
    const missing = missingTexts(store, textKeys(batch.map(({ text }) => text)), batch.length);
    texts += missing.length;
    for (const at of missing) tokens += countTokens(batch[at]!.text);
  }
  return { ...estimateEncoding([tokens], options), texts };
}
