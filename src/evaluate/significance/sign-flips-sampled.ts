import type { Tails } from './p-value.ts';
import { signedSums } from './sign-flips-exact.ts';
import type { Random } from './xoshiro128.ts';

export interface SignFlipCounts extends Tails {
  /** Sums at least as far from 0 as the observed one. */
  readonly outside: number;
}

export interface SampledSignFlipsOptions {
  readonly observed: number;
  /** Sums within this of `observed` count as equal to it. */
  readonly tolerance: number;
  readonly samples: number;
  readonly random: Random;
}

/**
 * Counts, over `samples` random choices of signs, how often the signed sum of `values` is at least, at most, or as far out as `observed`.
 *
 * Every draw of 32 bits signs 32 values: each of its bytes looks up the signed sum of eight of them in a table made beforehand, so that a
 * sample takes m / 8 additions. Memory: 256 numbers for every 8 values.
 */
export function signFlipsSampled(values: Float64Array, options: SampledSignFlipsOptions): SignFlipCounts {
  const { observed, tolerance, samples, random } = options;
  const words = Math.ceil(values.length / 32);
  const table = byteTables(values, words);
  let upper = 0;
  let lower = 0;
  let outside = 0;
  for (let sample = 0; sample < samples; sample++) {
    let sum = 0;
    for (let word = 0, at = 0; word < words; word++, at += 1024) {
      const bits = random();
      sum += table[at + (bits & 255)]!;
      sum += table[at + 256 + ((bits >>> 8) & 255)]!;
      sum += table[at + 512 + ((bits >>> 16) & 255)]!;
      sum += table[at + 768 + (bits >>> 24)]!;
    }
    if (sum >= observed - tolerance) upper++;
    if (sum <= observed + tolerance) lower++;
    if (Math.abs(sum) >= Math.abs(observed) - tolerance) outside++;
  }
  return { upper, lower, outside };
}

/** Per eight values the sums for all 256 choices of signs; the last word is filled up with zeros, whose signs change nothing. */
function byteTables(values: Float64Array, words: number): Float64Array {
  const padded = new Float64Array(32 * words);
  padded.set(values);
  const table = new Float64Array(1024 * words);
  for (let byte = 0; byte < 4 * words; byte++) table.set(signedSums(padded.subarray(8 * byte, 8 * byte + 8)), 256 * byte);
  return table;
}
