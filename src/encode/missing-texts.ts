import { KeyTable } from './key-table.ts';
import type { VectorStore } from './vector-store.ts';

/** Places of the texts that a store lacks, each text once. */
export function missingTexts(store: Pick<VectorStore, 'find'>, keys: Uint32Array, count: number): number[] {
  const seen = new KeyTable();
  const missing: number[] = [];
  for (let at = 0; at < count; at++) if (store.find(keys, at) === undefined && seen.add(keys, at, at)) missing.push(at);
  return missing;
}
