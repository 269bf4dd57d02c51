import type { Query } from '../../query/query.ts';
import type { Ranking } from '../../run/ranking.ts';
import type { Found } from './exact-search.ts';
import type { TextVectors } from './text-vectors.ts';

/** Places in the corpus of the documents that each query must not get. Excluded ids that the corpus lacks are passed over. */
export function excludedPlaces(queries: readonly Query[], documentIds: readonly string[]): readonly ReadonlySet<number>[] {
  const wanted = new Set<string>();
  for (const { excluded } of queries) for (const id of excluded) wanted.add(id);
  const places = new Map<string, number>();
  if (wanted.size > 0) documentIds.forEach((id, place) => void (wanted.has(id) && places.set(id, place)));
  return queries.map(({ excluded }) => new Set([...excluded].flatMap((id) => places.get(id) ?? [])));
}

/**
 * Turns vectors that were found into documents: each stands for all documents with its text, ties are put in corpus order across vectors, excluded
 * documents leave, and then the ranking is cut. As many vectors as there are wanted and excluded documents together are enough: of a
 * vector beyond, every document comes after the first document of each of those.
 */
export function documentRanking(
  { vectors, scores }: Found,
  { starts, texts }: TextVectors,
  documentIds: readonly string[],
  excluded: ReadonlySet<number>,
  depth: number,
): Ranking {
  const ids: string[] = [];
  const kept: number[] = [];
  for (let at = 0; at < vectors.length && ids.length < depth; ) {
    const score = scores[at]!;
    let tied = texts.subarray(starts[vectors[at]!], starts[vectors[at]! + 1]);
    let next = at + 1;
    for (; next < vectors.length && scores[next] === score; next++) {
      tied = joined(tied, texts.subarray(starts[vectors[next]!], starts[vectors[next]! + 1]));
    }
    if (next > at + 1) tied.sort();
    for (const place of tied) {
      if (ids.length === depth) break;
      if (excluded.has(place)) continue;
      ids.push(documentIds[place]!);
      kept.push(score);
    }
    at = next;
  }
  return { ids, scores: Float64Array.from(kept) };
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
