import type { Query } from '../../query/query.ts';
import type { Ranking } from '../../run/ranking.ts';
import type { TextRows } from '../text-rows.ts';
import type { Found } from './exact-search.ts';

/** What a query says about documents, by their places in the corpus; ids that the corpus lacks are passed over. */
export interface NamedPlaces {
  readonly excluded: ReadonlySet<number>;
  /** The only ones that may be returned, where the query names them. */
  readonly candidates: ReadonlySet<number> | undefined;
}

/** Finds the documents that queries name, in one pass over the ids. */
export function namedPlaces(queries: readonly Query[], documentIds: readonly string[]): readonly NamedPlaces[] {
  const wanted = new Set<string>();
  for (const { excluded, candidates = none } of queries) {
    for (const id of excluded) wanted.add(id);
    for (const id of candidates) wanted.add(id);
  }
  const places = new Map<string, number>();
  if (wanted.size > 0) {
    for (const [place, id] of documentIds.entries()) if (wanted.has(id)) places.set(id, place);
  }
  const placesOf = (ids: ReadonlySet<string>): ReadonlySet<number> => new Set([...ids].flatMap((id) => places.get(id) ?? []));
  return queries.map(({ excluded, candidates }) => ({ excluded: placesOf(excluded), candidates: candidates && placesOf(candidates) }));
}

const none: ReadonlySet<string> = new Set();

/**
 * Turns vectors that were found into documents: each stands for all documents with its text, ties are put in corpus order across vectors, documents
 * that may not be returned leave, and then the ranking is cut. As many vectors as there are wanted and excluded documents together are enough: of a
 * vector beyond, every document comes after the first document of each of those.
 */
export function documentRanking(
  { vectors, scores }: Found,
  { starts, texts }: Pick<TextRows, 'starts' | 'texts'>,
  documentIds: readonly string[],
  { excluded, candidates }: NamedPlaces,
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
      if (excluded.has(place) || candidates?.has(place) === false) continue;
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
