import { type Order, type OrderOptions, orderRanking } from '../run/order.ts';
import { compareIds } from '../run/packed-ids.ts';
import type { PackedRanking } from '../run/packed-ranking.ts';

/** Where the judged documents of a ranking stand, ascending by rank; the arrays are parallel. */
export interface PlacedHits {
  /** From 1. */
  readonly ranks: Uint32Array;
  /** Their places among the hits as given. */
  readonly places: Uint32Array;
  /** First and last rank of the group of equal scores that each stands in. */
  readonly tieFirst: Uint32Array;
  readonly tieLast: Uint32Array;
}

/**
 * Ranks the documents at `hits` among all of the ranking, as `orderRanking` orders it.
 *
 * @param hits indices of documents, ascending.
 */
export function placeHits(ranking: PackedRanking, hits: Uint32Array, options: OrderOptions): PlacedHits {
  if (hits.length === 0) return emptyHits(0);
  return placeInFalling(ranking, hits, options) ?? placeInOrder(hits, orderRanking(ranking, options), ranking.count);
}

/**
 * Most runs are written best first: then a document's group of equal scores lies around it, and its rank follows from the ids in there
 * without putting all documents in order. Undefined where scores rise, or where the groups are so large that ordering them costs less.
 */
function placeInFalling(ranking: PackedRanking, hits: Uint32Array, { scorePrecision, ties }: OrderOptions): PlacedHits | undefined {
  const { scores, count } = ranking;
  const rounded = scorePrecision !== 'float64';
  let above = Number.POSITIVE_INFINITY;
  for (let at = 0; at < count; at++) {
    const key = rounded ? Math.fround(scores[at]!) : scores[at]!;
    if (key > above) return undefined;
    above = key;
  }

  const isTied = (a: number, b: number): boolean =>
    rounded ? Math.fround(scores[a]!) === Math.fround(scores[b]!) : scores[a] === scores[b];
  const placed = emptyHits(hits.length);
  const { ranks, places, tieFirst, tieLast } = placed;
  let work = 8 * count;
  let first = 0;
  let end = 0;
  for (let hit = 0; hit < hits.length; hit++) {
    const document = hits[hit]!;
    if (document >= end) {
      first = document;
      end = document + 1;
      while (first > 0 && isTied(first - 1, document)) first--;
      while (end < count && isTied(end, document)) end++;
    }
    let rank = document + 1;
    if (ties !== 'input' && end - first > 1) {
      work -= end - first;
      if (work < 0) return undefined;
      rank = first + 1;
      for (let other = first; other < end; other++) if (other !== document && compareIds(ranking, other, document) > 0) rank++;
    }
    // Those of one group come in the order of the source, and may stand the other way round.
    let place = hit;
    for (; place > 0 && ranks[place - 1]! > rank; place--) {
      ranks[place] = ranks[place - 1]!;
      places[place] = places[place - 1]!;
    }
    ranks[place] = rank;
    places[place] = hit;
    tieFirst[hit] = first + 1;
    tieLast[hit] = end;
  }
  return placed;
}

function placeInOrder(hits: Uint32Array, { documents: order, groups }: Order, count: number): PlacedHits {
  /** By document: its place among the hits, from 1. */
  const hitOf = new Uint32Array(count);
  for (let place = 0; place < hits.length; place++) hitOf[hits[place]!] = place + 1;
  const placed = emptyHits(hits.length);
  let hit = 0;
  for (let group = 0; group + 1 < groups.length; group++) {
    const end = groups[group + 1]!;
    for (let at = groups[group]!; at < end; at++) {
      const place = hitOf[order[at]!]!;
      if (place === 0) continue;
      placed.ranks[hit] = at + 1;
      placed.places[hit] = place - 1;
      placed.tieFirst[hit] = groups[group]! + 1;
      placed.tieLast[hit++] = end;
    }
  }
  return placed;
}

function emptyHits(length: number): PlacedHits {
  return {
    ranks: new Uint32Array(length),
    places: new Uint32Array(length),
    tieFirst: new Uint32Array(length),
    tieLast: new Uint32Array(length),
  };
}
