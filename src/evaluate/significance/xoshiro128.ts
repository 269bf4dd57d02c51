import { requireWhole } from './arguments.ts';

/** Gives a whole number from 0 to 2³² − 1 at each call, all 32 bits of it independent and fair. */
export type Random = () => number;

/** Four 32-bit words, not all 0. */
export type Xoshiro128State = readonly [number, number, number, number];

/**
 * xoshiro128** of Blackman and Vigna (Scrambled Linear Pseudorandom Number Generators, ACM TOMS 2021; prng.di.unimi.it): period 2¹²⁸ − 1.
 * Only 32-bit integer operations, so a seed gives the same numbers on every machine.
 *
 * The state is the first four outputs of SplitMix32 (the counter of golden-ratio steps put through MurmurHash3's finaliser) from `seed`.
 * They come from four different counters through a bijection, so at most one of them is 0.
 *
 * @throws `usage` error unless `seed` is a whole number from 0 to 2³² − 1.
 */
export function xoshiro128(seed: number): Random {
  requireWhole('seed', seed, 0, 0xffffffff);
  return xoshiro128From([splitMix32(seed, 1), splitMix32(seed, 2), splitMix32(seed, 3), splitMix32(seed, 4)]);
}

/** The generator from a given state, as the authors' reference code starts it. */
export function xoshiro128From(state: Xoshiro128State): Random {
  let [s0, s1, s2, s3] = state;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return result;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The output of SplitMix32 number `index`, counted from 1. */
function splitMix32(seed: number, index: number): number {
  let word = (seed + Math.imul(index, 0x9e3779b9)) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}
