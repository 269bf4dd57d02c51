/** Where threads that search parts of a set tell each other what they have found, so that none goes on with what can't be among the best of all. */
export interface FloorBoard {
  /** How many of the wanted vectors each thread answers for: together at least as many as are wanted. */
  share(wanted: number): number;
  /** This thread has its share of vectors with at least this score for a query. Only rises. */
  publish(query: number, score: number): void;
  /** What all threads have their shares of: at least as many vectors as are wanted have this score. -Infinity while a thread hasn't told. */
  floor(query: number): number;
  /** Waits a moment for the others to come as far. */
  meet(): void;
}

/** What threads share of a board. */
export interface SharedBoard {
  /** Scores (float64), thread by thread. */
  readonly scores: SharedArrayBuffer;
  /** How often threads have come to `meet` (int32). */
  readonly arrivals: SharedArrayBuffer;
  readonly threads: number;
  readonly queries: number;
}

export function createBoard(threads: number, queries: number): SharedBoard {
  const scores = new SharedArrayBuffer(8 * threads * queries);
  new Float64Array(scores).fill(Number.NEGATIVE_INFINITY);
  return { scores, arrivals: new SharedArrayBuffer(4), threads, queries };
}

/** Milliseconds that a thread waits for the others: results don't depend on it, and one of them may have failed. */
const PATIENCE = 100;

/** A thread's own view of a board. */
export function joinBoard({ scores: shared, arrivals: counted, threads, queries }: SharedBoard, thread: number): FloorBoard {
  const scores = new Float64Array(shared);
  const arrivals = new Int32Array(counted);
  let meetings = 0;
  return {
    share: (wanted) => Math.max(1, Math.ceil(wanted / threads)),
    publish(query, score) {
      const at = thread * queries + query;
      if (score > scores[at]!) scores[at] = score;
    },
    floor(query) {
      let lowest = Number.POSITIVE_INFINITY;
      for (let at = query; at < scores.length; at += queries) lowest = Math.min(lowest, scores[at]!);
      return lowest;
    },
    meet() {
      meetings++;
      Atomics.add(arrivals, 0, 1);
      Atomics.notify(arrivals, 0);
      const until = performance.now() + PATIENCE;
      for (let here = Atomics.load(arrivals, 0); here < meetings * threads; here = Atomics.load(arrivals, 0)) {
        const left = until - performance.now();
        if (left <= 0) return;
        Atomics.wait(arrivals, 0, here, left);
      }
    },
  };
}
