import { averageNoise, type RunNoise, runNoise } from './run-noise.ts';
import type { Score } from './snapshot.ts';

/** One score then and now, on the topics that both have. */
export interface Cell {
  readonly benchmark: string;
  /** Null for the average over splits. */
  readonly split: string | null;
  readonly system: string;
  readonly measure: string;
  /** Means of all that was measured, the topics that only one has included. */
  readonly expected: number;
  readonly measured: number;
  /** At least one; empty for an average. */
  readonly topics: readonly string[];
  /** One value per topic. */
  readonly before: Float64Array;
  readonly now: Float64Array;
  readonly noise: RunNoise | null;
}

/** A score with the ids of its topics. */
export interface PlacedScore {
  readonly score: Score;
  readonly topics: readonly string[];
}

/** Undefined where they have no topic in common. */
export function pairScores(before: PlacedScore, now: PlacedScore): Cell | undefined {
  const { benchmark, split, system, measure } = before.score;
  const placeNow = new Map(now.topics.map((topic, at) => [topic, at]));
  const shared = before.topics.flatMap((topic, at) => (placeNow.has(topic) ? [{ topic, at, now: placeNow.get(topic)! }] : []));
  if (shared.length === 0) return undefined;
  return {
    benchmark,
    split,
    system,
    measure,
    expected: before.score.mean,
    measured: now.score.mean,
    topics: shared.map(({ topic }) => topic),
    before: Float64Array.from(shared, ({ at }) => before.score.values[at]!),
    now: Float64Array.from(shared, (place) => now.score.values[place.now]!),
    noise: runNoise(before.score.repeats, now.score.repeats),
  };
}

/**
 * The average over splits, each counting alike, as one cell of all their topics: every value is scaled by N / (k n) for a split of n topics among k splits
 * with N topics in all, so that the mean over the N values is the average over the splits.
 *
 * Small damage that is spread over many splits shows here, where no split alone has the topics to show it. The spread of the scaled values holds the differences
 * between splits as well, so a test on them is, if anything, too careful.
 *
 * @param splits of one benchmark, system and measure; at least one.
 */
export function averageCell(splits: readonly Cell[]): Cell {
  const { benchmark, system, measure } = splits[0]!;
  const all = splits.reduce((sum, { topics }) => sum + topics.length, 0);
  const scaled = (values: (cell: Cell) => Float64Array): Float64Array =>
    Float64Array.from(splits.flatMap((cell) => Array.from(values(cell), (value) => (value * all) / (splits.length * cell.topics.length))));
  const mean = (figure: (cell: Cell) => number): number => splits.reduce((sum, cell) => sum + figure(cell), 0) / splits.length;
  return {
    benchmark,
    split: null,
    system,
    measure,
    expected: mean(({ expected }) => expected),
    measured: mean(({ measured }) => measured),
    topics: [],
    before: scaled(({ before }) => before),
    now: scaled(({ now }) => now),
    noise: averageNoise(splits.map(({ noise }) => noise)),
  };
}
