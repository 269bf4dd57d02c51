import { mean, sampleVariance } from 'simple-statistics';
import { dataError, usageError } from '../../errors.ts';

/**
 * Why the differences carry no estimate of their own spread, so that a test that needs one has to say something else:
 * every difference is 0; there is one topic; or there are several and all differ by the same amount. The first that holds is named.
 */
export type Degeneracy = 'identical' | 'one topic' | 'constant difference';

/** Two systems' scores on the same topics, reduced to what every paired test works on. */
export interface Differences {
  /** a[i] − b[i] in topic order. Differences no larger than `noise` are exactly 0. */
  readonly values: Float64Array;
  /** `noiseOf` the scores: what is smaller is a rounding error of the measure, not a difference between systems. */
  readonly noise: number;
  /** Mean of `values`; exactly 0 when no larger than `noise`. */
  readonly mean: number;
  /** Sample variance of `values` (divisor n − 1); exactly 0 whenever `degeneracy` is not null. */
  readonly variance: number;
  readonly degeneracy: Degeneracy | null;
}

/**
 * Pairs the scores of two systems topic by topic: `a[i]` and `b[i]` are the values of one measure on topic i, on any scale.
 *
 * @throws `usage` error when there are no topics or the two lengths differ; `data` error when a score is not a number or beyond 1e100 in size.
 */
export function differences(a: Float64Array, b: Float64Array): Differences {
  if (a.length !== b.length) {
    throw usageError(`paired scores: ${a.length} topics of system a, ${b.length} of system b`, {
      next: 'Score both systems on the same topics, in the same order.',
    });
  }
  if (a.length === 0)
    throw usageError('paired scores: no topics', { next: 'Compare systems on at least one topic that both were scored on.' });
  const noise = Math.max(noiseOf('paired scores of system a', a), noiseOf('paired scores of system b', b));
  const settled = (value: number): number => (Math.abs(value) <= noise ? 0 : value);
  const values = a.map((score, topic) => settled(score - b[topic]!));
  const degeneracy = degeneracyOf(values, noise);
  // The library takes plain arrays. Its mean compensates the sum (Kahan–Babuška) and its variance makes two passes.
  const list = Array.from(values);
  return { values, noise, mean: settled(mean(list)), variance: degeneracy === null ? sampleVariance(list) : 0, degeneracy };
}

/**
 * 1e-12 of the largest score in size, and at least 1e-100, so that no square of what exceeds it is lost below the smallest number.
 *
 * @throws `data` error that begins with `subject` when a score is not a number or beyond 1e100 in size, where squares would overflow.
 */
export function noiseOf(subject: string, scores: Float64Array): number {
  let largest = 1e-88;
  for (const [topic, score] of scores.entries()) {
    const size = Math.abs(score);
    if (!(size <= 1e100)) throw dataError(`${subject}: topic ${topic} scores ${score}, not a number from -1e100 to 1e100`);
    if (size > largest) largest = size;
  }
  return 1e-12 * largest;
}

function degeneracyOf(values: Float64Array, noise: number): Degeneracy | null {
  let low = values[0]!;
  let high = low;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === 0 && high === 0) return 'identical';
  if (values.length === 1) return 'one topic';
  return high - low <= noise ? 'constant difference' : null;
}
