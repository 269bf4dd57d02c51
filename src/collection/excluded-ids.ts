/**
 * Topic id → ids of documents that must not be returned for that topic (near-copies of the topic itself). Topics without exclusions are
 * absent. An excluded id may be missing from the corpus.
 */
export type ExcludedIds = ReadonlyMap<string, ReadonlySet<string>>;

/** Excluded ids in all, over topics. */
export function countExcluded(excluded: ExcludedIds): number {
  let count = 0;
  for (const ids of excluded.values()) count += ids.size;
  return count;
}
