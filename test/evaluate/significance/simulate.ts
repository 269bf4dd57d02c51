import { type Random, xoshiro128 } from '../../../src/evaluate/significance/xoshiro128.ts';

/** Standard normal numbers from a seed (Box & Muller). */
export function normals(seed: number): () => number {
  const random = xoshiro128(seed);
  return () => Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random));
}

/** Strictly between 0 and 1. */
function uniform(random: Random): number {
  return (random() + 0.5) / 2 ** 32;
}

/** The Kolmogorov–Smirnov distance between a sample and the uniform distribution on 0–1. */
export function distanceFromUniform(sample: readonly number[]): number {
  const sorted = [...sample].sort((one, other) => one - other);
  return sorted.reduce((largest, value, below) => Math.max(largest, value - below / sorted.length, (below + 1) / sorted.length - value), 0);
}
