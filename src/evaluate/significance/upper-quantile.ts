export interface UpperQuantileOptions {
  /** P(X > x): falling and convex from `start` on, as the upper half of any distribution with one peak is. */
  readonly tail: (x: number) => number;
  /** The density at x, the negative slope of `tail`. */
  readonly density: (x: number) => number;
  /** A point at or below the answer. */
  readonly start: number;
}

/**
 * The x with P(X > x) = `share`.
 *
 * Newton's method: on a falling convex curve it climbs from the left and never passes the answer, so it needs no bracket. It ends where
 * rounding turns it around.
 */
export function upperQuantile(share: number, options: UpperQuantileOptions): number {
  let x = options.start;
  for (let step = 0; step < 10_000; step++) {
    const next = x + (options.tail(x) - share) / options.density(x);
    if (!(next > x * (1 + Number.EPSILON))) return x;
    x = next;
  }
  return x;
}
