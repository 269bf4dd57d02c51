import type { Ranking } from './ranking.ts';

/**
 * The ranking without the excluded documents, order kept. Excluded before the cut at the depth, as BRIGHT does: the places of the excluded
 * are taken by those behind them.
 */
export function removeExcluded(ranking: Ranking, excludedIds: ReadonlySet<string> | undefined): Ranking {
  if (excludedIds === undefined || excludedIds.size === 0) return ranking;
  const ids: string[] = [];
  const scores = new Float64Array(ranking.ids.length);
  ranking.ids.forEach((id, rank) => {
    if (excludedIds.has(id)) return;
    scores[ids.length] = ranking.scores[rank]!;
    ids.push(id);
  });
  return ids.length === ranking.ids.length ? ranking : { ids, scores: scores.slice(0, ids.length) };
}

/** The first `depth` documents of the ranking, or all where there are fewer. The ranking must stand in its final order. */
export function cutAtDepth(ranking: Ranking, depth: number): Ranking {
  if (ranking.ids.length <= depth) return ranking;
  return { ids: ranking.ids.slice(0, depth), scores: ranking.scores.slice(0, depth) };
}
