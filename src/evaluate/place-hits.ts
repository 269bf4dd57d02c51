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
  return placeAmongNeighbours(ranking, hits, options) ?? placeInOrder(hits, orderRanking(ranking, options), ranking.count);
}

/**
 * Most runs are written best first, or nearly so: then all documents far before a hit are above it and all far behind it below, and its
 * rank follows from its neighbours without putting all documents in order. Undefined where that would be more work than ordering them.
 */
function placeAmongNeighbours(ranking: PackedRanking, hits: Uint32Array, { scorePrecision, ties }: OrderOptions): PlacedHits | undefined {
  const { count } = ranking;
  const keys = scorePrecision === 'float64' ? ranking.scores : new Float32Array(ranking.scores);
  const { least, greatest } = boundsOf(keys);
  const placed = emptyHits(hits.length);
  const { ranks, places, tieFirst, tieLast } = placed;
  let work = 8 * count;
  for (let hit = 0; hit < hits.length; hit++) {
    const document = hits[hit]!;
    const key = keys[document]!;
    let first = document;
    while (first > 0 && least[first - 1]! <= key) first--;
    let end = document + 1;
    while (end < count && greatest[end]! >= key) end++;
    work -= end - first;
    if (work < 0) return undefined;

    let above = first;
    let tied = 0;
    let tiedAbove = 0;
    for (let other = first; other < end; other++) {
      const otherKey = keys[other]!;
      if (otherKey > key) above++;
      if (otherKey !== key) continue;
      tied++;
      if (other === document) continue;
      if (ties === 'input' ? other < document : compareIds(ranking, other, document) > 0) tiedAbove++;
    }
    const rank = above + tiedAbove + 1;
    // Neighbours come in the order of the source, and may stand the other way round.
    let place = hit;
    for (; place > 0 && ranks[place - 1]! > rank; place--) {
      ranks[place] = ranks[place - 1]!;
      places[place] = places[place - 1]!;
      tieFirst[place] = tieFirst[place - 1]!;
      tieLast[place] = tieLast[place - 1]!;
    }
    ranks[place] = rank;
    places[place] = hit;
    tieFirst[place] = above + 1;
    tieLast[place] = above + tied;
  }
  return placed;
}

/** For each place the least key up to it and the greatest from it on: the keys themselves where they never rise. */
function boundsOf<Keys extends Float32Array | Float64Array>(keys: Keys): { readonly least: Keys; readonly greatest: Keys } {
  let at = 1;
  while (at < keys.length && keys[at]! <= keys[at - 1]!) at++;
  if (at >= keys.length) return { least: keys, greatest: keys };
  const least = keys.slice() as Keys;
  for (; at < keys.length; at++) if (least[at]! > least[at - 1]!) least[at] = least[at - 1]!;
  const greatest = keys.slice() as Keys;
  for (let place = keys.length - 2; place >= 0; place--)
    if (greatest[place]! < greatest[place + 1]!) greatest[place] = greatest[place + 1]!;
  return { least, greatest };
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
