import type { VectorStore } from '../../encode/vector-store.ts';
import type { Json } from '../../support/fingerprint.ts';
import { describeTexts } from '../describe-texts.ts';
import type { TextVectors } from './text-vectors.ts';

/** What a corpus became, for the manifest: what `describeTexts` says, and the numbers of a vector. */
export function describeVectors(store: VectorStore, vectors: TextVectors, encoded: number): Json {
  return { ...describeTexts(store, vectors, encoded), dimension: vectors.dimension };
}
