import { betaPower, incompleteBeta } from './incomplete-beta.ts';

/**
 * P(T ≤ t) of Student's t distribution with `df` degrees of freedom (above 0, not necessarily whole). Lower tails keep their relative
 * accuracy (about 1e-13); for an upper tail ask for −t.
 *
 * Source: DLMF 8.17 and Abramowitz & Stegun 26.7.1: P(|T| > |t|) = Iₓ(df/2, ½) with x = df / (df + t²).
 */
export function studentTCdf(t: number, df: number): number {
  const { x, y } = betaArguments(t, df);
  const outside = incompleteBeta(x, df / 2, 0.5, y) / 2;
  return t > 0 ? 1 - outside : outside;
}

/** Density of Student's t distribution at t, which must not be 0. */
export function studentTDensity(t: number, df: number): number {
  const { x, y } = betaArguments(t, df);
  return betaPower(x, y, df / 2, 0.5) / Math.abs(t);
}

/** x = df / (df + t²) and y = 1 − x, each to full precision and without overflow of t². */
function betaArguments(t: number, df: number): { readonly x: number; readonly y: number } {
  const ratio = (t / df) * t;
  return { x: 1 / (1 + ratio), y: ratio > 1 ? 1 / (1 + 1 / ratio) : ratio / (1 + ratio) };
}
