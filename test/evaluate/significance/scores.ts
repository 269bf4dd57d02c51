import fc from 'fast-check';
import type { Pair } from './vectors.ts';

/** Pairs of scores as measures give them: between 0 and 1, many of them on a coarse grid, so that ties and zero differences are common. */
export function pairs(least: number, most: number): fc.Arbitrary<Pair> {
  const score = fc.oneof(
    fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  return fc
    .array(fc.tuple(score, score), { minLength: least, maxLength: most })
    .map((topics) => ({ a: Float64Array.from(topics, ([one]) => one), b: Float64Array.from(topics, ([, other]) => other) }));
}

/** The same topics in another order, given by a list of sort keys. */
export function reordered({ a, b }: Pair, keys: readonly number[]): Pair {
  const order = Array.from(a.keys()).sort((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0) || other - one);
  return { a: Float64Array.from(order, (topic) => a[topic] ?? 0), b: Float64Array.from(order, (topic) => b[topic] ?? 0) };
}
