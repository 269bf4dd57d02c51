import { interruptedError } from '../../errors.ts';
import type { Progress } from '../../support/progress.ts';
import {
  collect,
  createFinalists,
  dropHopeless,
  type Finalists,
  raiseFloor,
  reached,
  reachedInBlock,
  settleFinalists,
  takeCandidates,
} from './finalists.ts';
import { createBoard, type FloorBoard, joinBoard } from './floor-board.ts';
import { numbersWithin } from './numbers-within.ts';
import { type BlockScores, groupSize, loadScoreGraph } from './score-graph.ts';
import type { Similarity } from './similarity.ts';
import type { VectorSet } from './vector-set.ts';
import { createWindows, type Window } from './windows.ts';

/** None of these changes a result. */
export interface ExactSearchSettings {
  /** Vectors are kept in memory where they take no more bytes than this, else they are streamed. Default 1 GiB. */
  readonly memoryBytes?: number | undefined;
  /** Vectors multiplied at a time. Default 16,384. */
  readonly blockRows?: number | undefined;
}

export interface ExactSearchOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  /** Where threads that search other parts of one set tell what they have found. */
  readonly board?: FloorBoard | undefined;
}

/** What is searched for. */
export interface VectorQuery {
  readonly vector: Float32Array;
  /** Euclidean norm of the vector. */
  readonly norm: number;
  /** How many vectors are wanted at most. */
  readonly wanted: number;
  /** Numbers of the only vectors that may be found, rising; all where it is left out. */
  readonly among?: Uint32Array | undefined;
}

/** The best vectors for a query, best first. */
export interface Found {
  /** Numbers of the vectors in their set. */
  readonly vectors: Uint32Array;
  readonly scores: Float64Array;
}

/** Finds for each query the vectors with the highest scores. */
export type ExactSearch = (queries: readonly VectorQuery[], options: ExactSearchOptions) => Promise<readonly Found[]>;

/** Queries multiplied at a time. */
const QUERIES = 128;
const BLOCK_ROWS = 1 << 14;

/**
 * Exact search over all vectors, in memory that doesn't grow with them.
 *
 * A score is the inner product as `VectorRoom.multiply` defines it, in float64 with a fixed order of summation, so that it depends on nothing but the two
 * vectors: not on the size of blocks and windows, on the number of threads, nor on how a processor's matrix product goes about its work. To
 * compute only a few of them, a float32 matrix product s~ of everything comes first. Summed in whatever order, with fused additions or without, it
 * is off by at most γ(n)·Σ|q_i·d_i| ≤ γ(n)·|q|·|d| with n the dimension, γ(n) = nu / (1 - nu) and u = 2^-24 (N. J. Higham, Accuracy and Stability of
 * Numerical Algorithms, 2nd edition, section 3.1, and Cauchy-Schwarz), plus what underflows, at most 2^-126 a product. The float64 sum is off by 2^-29 of
 * that, cosine's scaling takes two more roundings: `errorOf` counts a few terms more to hold these. Whatever can be among the best by such a
 * margin is scored exactly (see `finalists.ts`). At unit length and 1,024 numbers that margin is 0.0001, a percent more documents than are wanted.
 */
export async function createExactSearch(set: VectorSet, similarity: Similarity, settings: ExactSearchSettings = {}): Promise<ExactSearch> {
  const { dimension, count } = set;
  const { memoryBytes = 1 << 30, blockRows = BLOCK_ROWS } = settings;
  const blockSize = Math.max(1, Math.floor(blockRows / groupSize)) * groupSize;
  const scoreBlock = await loadScoreGraph(similarity, dimension);
  const windows = createWindows(set, memoryBytes);
  const extremes = extremesOf(set.norms);

  // Searches share the memory of windows and of scores: one after the other.
  let last: Promise<unknown> = Promise.resolve();
  return (queries, options) => {
    const found = last.then(() => searchAll(queries, options));
    last = found.catch(() => {});
    return found;
  };

  async function searchAll(queries: readonly VectorQuery[], options: ExactSearchOptions): Promise<readonly Found[]> {
    const { progress, signal, board = joinBoard(createBoard(1, queries.length), 0) } = options;
    const searches = queries.map((query, place) =>
      beginSearch(place, query, count, errorOf(similarity, dimension, query.norm, extremes), similarity === 'dot' ? 1 : query.norm),
    );
    const batches = packQueries(searches.filter(({ among }) => among === undefined));
    const task = progress.start('searching', { total: count, unit: 'documents' });
    try {
      for await (const window of windows(signal)) {
        const rows = window.inverseNorms.length;
        for (let start = 0; start < rows; start += blockSize) {
          const end = Math.min(rows, start + blockSize);
          const block = {
            vectors: window.vectors.subarray(start * dimension, end * dimension),
            inverseNorms: window.inverseNorms.subarray(start, end),
          };
          const filled = Math.min(end, window.count) - start;
          for (const batch of batches) {
            if (signal?.aborted) throw interruptedError();
            const scores = await scoreBlock(batch.vectors, block);
            if (window.first + start === 0) tellFirst(batch, scores, filled, end - start, board);
            for (const [at, search] of batch.searches.entries()) {
              const { finalists, place, wanted } = search;
              raiseFloor(finalists, board.floor(place));
              collect(finalists, scores, at, window.first + start, filled, end - start, () => settle(window, [search]));
              // A floor that is raised now and then spares the blocks that follow more than it costs.
              if (finalists.count > 2 * board.share(wanted)) shareFloor(search, board);
            }
          }
          task.advance(filled);
        }
        for (const { searches: some } of batches) for (const search of some) shareFloor(search, board);
        board.meet();
        for (const { finalists, place } of searches) raiseFloor(finalists, board.floor(place));
        settle(window, searches);
      }
    } finally {
      task.end();
    }
    return searches.map(({ finalists: { vectors, scores } }) => ({ vectors, scores }));
  }

  /** Scores what the searches have found in the window exactly. */
  function settle(window: Window, some: readonly Search[]): void {
    const jobs = some.map(({ finalists, weights, among }) => {
      const vectors = among === undefined ? takeCandidates(finalists) : numbersWithin(among, window.first, window.first + window.count);
      return { vectors, weights, rows: vectors.map((vector) => vector - window.first), products: new Float64Array(vectors.length) };
    });
    window.multiply(jobs);
    for (const [at, { vectors, products: scores }] of jobs.entries()) {
      const { finalists, norm } = some[at]!;
      if (similarity === 'cosine') {
        for (let i = 0; i < scores.length; i++) if (scores[i] !== 0) scores[i]! /= norm * set.norms[vectors[i]!]!;
      }
      settleFinalists(finalists, { vectors, scores }, set.tieOrder);
    }
  }
}

/** Tells the other threads of what this one has found, and makes use of what they have told. */
function shareFloor({ finalists, place, wanted }: Search, board: FloorBoard): void {
  board.publish(place, reached(finalists, board.share(wanted)));
  raiseFloor(finalists, board.floor(place));
  dropHopeless(finalists);
}

interface Search extends VectorQuery {
  /** Which of the queries it is. */
  readonly place: number;
  /** The vector's numbers in float64. */
  readonly weights: Float64Array;
  readonly finalists: Finalists;
}

function beginSearch(place: number, query: VectorQuery, count: number, error: number, unit: number): Search {
  const room = query.among === undefined ? undefined : 0;
  return {
    ...query,
    place,
    weights: new Float64Array(query.vector),
    finalists: createFinalists(Math.min(query.wanted, count), error, unit, room),
  };
}

/** Tells the other threads what the first block allows to tell at a glance, and waits for what theirs does: most candidates are spared so. */
function tellFirst({ searches }: QueryBatch, scores: BlockScores, filled: number, stride: number, board: FloorBoard): void {
  // Rows of zeros, which fill the last group up, have a score that no vector has.
  const groups = filled === stride ? stride / groupSize : 0;
  for (const [at, { place, wanted, finalists }] of searches.entries()) {
    board.publish(place, reachedInBlock(scores, at, groups, board.share(wanted), finalists.error));
  }
  board.meet();
}

/** Queries that are multiplied at one time, and their vectors as one matrix. */
interface QueryBatch {
  readonly searches: readonly Search[];
  readonly vectors: Float32Array;
}

function packQueries(searches: readonly Search[]): readonly QueryBatch[] {
  const batches: QueryBatch[] = [];
  for (let from = 0; from < searches.length; from += QUERIES) {
    const some = searches.slice(from, from + QUERIES);
    const dimension = some[0]!.vector.length;
    const vectors = new Float32Array(some.length * dimension);
    for (const [at, { vector }] of some.entries()) vectors.set(vector, at * dimension);
    batches.push({ searches: some, vectors });
  }
  return batches;
}

interface Extremes {
  /** 0 where all vectors are 0. */
  readonly largest: number;
  /** The smallest that isn't 0; infinity where there is none. */
  readonly smallest: number;
}

function extremesOf(norms: Float64Array): Extremes {
  let largest = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (const norm of norms) {
    if (norm > largest) largest = norm;
    if (norm > 0 && norm < smallest) smallest = norm;
  }
  return { largest, smallest };
}

/** Terms counted beside the dimension, for roundings other than those of the sum. */
const SPARE_TERMS = 8;
/** Documents shorter than this would need an inverse that float32 may not hold: all of them are scored exactly then. */
const SHORTEST = 2 ** -100;

/** How far an approximate score can be from the exact one. Approximate scores for cosine aren't divided by the query's norm. */
function errorOf(similarity: Similarity, dimension: number, queryNorm: number, { largest, smallest }: Extremes): number {
  const terms = (dimension + SPARE_TERMS) * 2 ** -24;
  const rounding = (terms / (1 - terms)) * queryNorm;
  const underflow = dimension * 2 ** -125;
  if (similarity === 'dot') return rounding * largest + underflow;
  return smallest < SHORTEST ? Number.POSITIVE_INFINITY : rounding + underflow / smallest;
}
