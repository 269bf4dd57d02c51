import { kthLargest } from '../../support/kth-largest.ts';
import { sortIndices } from '../../support/sort-indices.ts';
import { type BlockScores, groupSize } from './score-graph.ts';

/** What a query has found so far: the best by exact score, and candidates whose exact score is still to be computed. */
export interface Finalists {
  /** How many are wanted. */
  readonly wanted: number;
  /** The most by which an approximate score may differ from the exact one. */
  readonly error: number;
  /** What a reported score is multiplied by to compare it with approximate ones. */
  readonly unit: number;
  /** What an approximate score must reach to be looked at; only rises. */
  floor: number;
  /** Candidates, the first `count` entries of both: approximate scores, and numbers of vectors. */
  readonly approximate: Float32Array;
  readonly candidates: Uint32Array;
  count: number;
  /** Exact scores of the best, falling, and numbers of their vectors. */
  scores: Float64Array;
  vectors: Uint32Array;
}

/** Room for this many candidates for each that is wanted: fewer would have to be cut more often. */
const ROOM = 4;
const LEAST_ROOM = 1024;

/** @param room for candidates; 0 where there will be none, since exact scores come straight away. */
export function createFinalists(
  wanted: number,
  error: number,
  unit: number,
  room: number = Math.max(LEAST_ROOM, ROOM * wanted),
): Finalists {
  return {
    wanted,
    error,
    unit,
    floor: wanted === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
    approximate: new Float32Array(room),
    candidates: new Uint32Array(room),
    count: 0,
    scores: new Float64Array(0),
    vectors: new Uint32Array(0),
  };
}

/**
 * An exact score that at least `share` of a block's vectors have for sure, before any of them is looked at: as many groups have a highest score of that. -Infinity
 * where there aren't so many groups.
 */
export function reachedInBlock({ highest }: BlockScores, query: number, groups: number, share: number, error: number): number {
  if (share > groups) return Number.NEGATIVE_INFINITY;
  return kthLargest(highest.slice(query * groups, (query + 1) * groups), groups, share) - error;
}

/**
 * Takes in the scores that a block's first `rows` vectors have for one query, of which the first vector is number `first`. `settle` must take the
 * candidates and settle them, and is called when so many candidates lie within the error of each other that there is no room for more.
 */
export function collect(
  finalists: Finalists,
  block: BlockScores,
  query: number,
  first: number,
  rows: number,
  stride: number,
  settle: () => void,
): void {
  const { scores, highest } = block;
  const { approximate, candidates } = finalists;
  const groups = stride / groupSize;
  let { floor, count } = finalists;
  const rowsAt = query * stride;
  for (let group = 0; group * groupSize < rows; group++) {
    if (highest[query * groups + group]! < floor) continue;
    const end = Math.min(rows, (group + 1) * groupSize);
    for (let row = group * groupSize; row < end; row++) {
      const score = scores[rowsAt + row]!;
      if (score < floor) continue;
      if (count === approximate.length) {
        finalists.count = count;
        raiseFloor(finalists, reached(finalists, finalists.wanted));
        dropHopeless(finalists);
        if (2 * finalists.count > approximate.length) settle();
        ({ floor, count } = finalists);
        if (score < floor) continue;
      }
      approximate[count] = score;
      candidates[count++] = first + row;
    }
  }
  finalists.count = count;
}

/** Drops the candidates below the floor. */
export function dropHopeless(finalists: Finalists): void {
  const { approximate, candidates, floor, count } = finalists;
  let kept = 0;
  for (let at = 0; at < count; at++) {
    if (approximate[at]! < floor) continue;
    approximate[kept] = approximate[at]!;
    candidates[kept++] = candidates[at]!;
  }
  finalists.count = kept;
}

/** The highest exact score that at least `share` of the vectors found so far have for sure; -Infinity where there aren't that many. */
export function reached({ approximate, count, error, scores, unit }: Finalists, share: number): number {
  const settled = scores.length >= share ? scores[share - 1]! * unit : Number.NEGATIVE_INFINITY;
  const hoped = count >= share ? kthLargest(approximate.slice(0, count), count, share) - error : Number.NEGATIVE_INFINITY;
  return Math.max(settled, hoped);
}

/**
 * Raises the floor: as many vectors as are wanted are known to have this exact score. Whatever belongs among the best has it too, hence an approximate one
 * that is less by the error at most.
 */
export function raiseFloor(finalists: Finalists, score: number): void {
  finalists.floor = Math.max(finalists.floor, score - finalists.error);
}

/** Takes the candidates that still have a hope, in the order in which they came, so that there is room for others. Good until the next ones come in. */
export function takeCandidates(finalists: Finalists): Uint32Array {
  dropHopeless(finalists);
  const taken = finalists.candidates.subarray(0, finalists.count);
  finalists.count = 0;
  return taken;
}

/**
 * Keeps the best of those before and of vectors with their exact scores, and raises the floor to what that allows.
 *
 * @param tieOrder of two vectors with equal scores the one with the lower number comes first.
 */
export function settleFinalists(
  finalists: Finalists,
  found: { readonly vectors: Uint32Array; readonly scores: Float64Array },
  tieOrder: Uint32Array,
): void {
  const scores = concat(Float64Array, finalists.scores, found.scores);
  const vectors = concat(Uint32Array, finalists.vectors, found.vectors);
  const order = new Uint32Array(vectors.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  sortIndices(order, (a, b) => scores[a]! > scores[b]! || (scores[a] === scores[b] && tieOrder[vectors[a]!]! < tieOrder[vectors[b]!]!));
  const best = Math.min(order.length, finalists.wanted);
  finalists.scores = new Float64Array(best);
  finalists.vectors = new Uint32Array(best);
  for (let at = 0; at < best; at++) {
    finalists.scores[at] = scores[order[at]!]!;
    finalists.vectors[at] = vectors[order[at]!]!;
  }
  if (best === finalists.wanted && best > 0) raiseFloor(finalists, finalists.scores[best - 1]! * finalists.unit);
}

function concat<T extends Float64Array | Uint32Array>(Type: new (length: number) => T, a: T, b: T): T {
  const both = new Type(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
