import { type PackedIds, unpackIds } from './packed-ids.ts';
import { type PackedRanking, packRanking } from './packed-ranking.ts';

/** Where the documents stand that are among `ids`: indices, ascending. */
export function documentsAmong(ranking: PackedIds, ids: ReadonlySet<string>): number[] {
  const found: number[] = [];
  for (const [at, id] of unpackIds(ranking).entries()) if (ids.has(id)) found.push(at);
  return found;
}

/** The ranking without the documents at these indices, order kept. */
export function removeDocuments(ranking: PackedRanking, indices: readonly number[]): PackedRanking {
  if (indices.length === 0) return ranking;
  const removed = new Set(indices);
  const isKept = (_: unknown, at: number): boolean => !removed.has(at);
  return packRanking({ ids: unpackIds(ranking).filter(isKept), scores: ranking.scores.filter(isKept) }, '');
}
