import { kthLargest } from '../../support/kth-largest.ts';
import { sortIndices } from '../../support/sort-indices.ts';

/** What a query has found so far: the best documents by exact score, and candidates whose exact score is still to be computed. */
export interface BestDocuments {
  /** How many are wanted. */
  readonly wanted: number;
  /** The most by which an approximate score may differ from the exact one. */
  readonly error: number;
  /** What an approximate score must reach for its document to be a candidate; only rises. */
  floor: number;
  /** Candidates, the first `count` entries of both: approximate scores, and numbers of documents. */
  approximate: Float32Array;
  candidates: Uint32Array;
  count: number;
  /** Exact scores of the best, falling, and their numbers. */
  scores: Float64Array;
  documents: Uint32Array;
}

export function createBestDocuments(wanted: number, error: number): BestDocuments {
  return {
    wanted,
    error,
    floor: wanted === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
    approximate: new Float32Array(0),
    candidates: new Uint32Array(0),
    count: 0,
    scores: new Float64Array(0),
    documents: new Uint32Array(0),
  };
}

/** Takes in the approximate scores of documents that follow each other, of which the first is number `first`. */
export function offerDocuments(best: BestDocuments, approximate: Float32Array, first: number): void {
  if (best.count + approximate.length > best.candidates.length) {
    dropHopeless(best);
    makeRoom(best, best.count + approximate.length);
  }
  for (let at = 0; at < approximate.length; at++) {
    if (approximate[at]! < best.floor) continue;
    best.approximate[best.count] = approximate[at]!;
    best.candidates[best.count++] = first + at;
  }
}

/** So many times as many candidates are kept as are needed, before hopeless ones are looked for again. */
const SPARE = 2;

function makeRoom(best: BestDocuments, needed: number): void {
  if (needed <= best.candidates.length) return;
  const [{ approximate, candidates }, room] = [best, SPARE * needed];
  best.approximate = new Float32Array(room);
  best.candidates = new Uint32Array(room);
  best.approximate.set(approximate);
  best.candidates.set(candidates);
}

/**
 * Raises the floor to what the candidates allow, and drops those below it. With `error` e: as many documents as are wanted have an approximate score of
 * at least t, hence an exact one of at least t - e; whatever belongs among the best has that too, hence an approximate one of t - 2e.
 */
function dropHopeless(best: BestDocuments): void {
  const { approximate, candidates, wanted, error, count } = best;
  if (count <= wanted || wanted === 0) return;
  best.floor = Math.max(best.floor, kthLargest(approximate.slice(0, count), count, wanted) - 2 * error);
  let kept = 0;
  for (let at = 0; at < count; at++) {
    if (approximate[at]! < best.floor) continue;
    approximate[kept] = approximate[at]!;
    candidates[kept++] = candidates[at]!;
  }
  best.count = kept;
}

/** Takes the candidates that still have a hope; their exact scores are asked for next. */
export function takeCandidates(best: BestDocuments): Uint32Array {
  dropHopeless(best);
  const taken = best.candidates.slice(0, best.count);
  best.count = 0;
  return taken;
}

/**
 * Keeps the best of those before and of documents with their exact scores, and raises the floor to what that allows.
 *
 * @param tieOrder of two documents with equal scores the one with the lower number here comes first.
 */
export function settleDocuments(best: BestDocuments, documents: Uint32Array, scores: Float64Array, tieOrder: Uint32Array): void {
  const allDocuments = new Uint32Array(best.documents.length + documents.length);
  allDocuments.set(best.documents);
  allDocuments.set(documents, best.documents.length);
  const allScores = new Float64Array(allDocuments.length);
  allScores.set(best.scores);
  allScores.set(scores, best.scores.length);
  const order = Uint32Array.from(allDocuments, (_, at) => at);
  sortIndices(order, (a, b) => {
    if (allScores[a] !== allScores[b]) return allScores[a]! > allScores[b]!;
    return tieOrder[allDocuments[a]!]! < tieOrder[allDocuments[b]!]!;
  });
  const kept = order.subarray(0, best.wanted);
  best.documents = Uint32Array.from(kept, (at) => allDocuments[at]!);
  best.scores = Float64Array.from(kept, (at) => allScores[at]!);
  if (kept.length === best.wanted && kept.length > 0) best.floor = Math.max(best.floor, best.scores.at(-1)! - best.error);
}
