import { normalCdf } from './normal-cdf.ts';

/**
 * P(T > t) of the noncentral t distribution with `df` degrees of freedom and noncentrality `shift`: the power of a t test whose critical
 * value is t. Absolute error below 1e-14 for shifts up to 1000, growing to 1e-4 beyond, where only two or three topics with an alpha below
 * 0.001 lead. Probabilities that small keep no digits of their own.
 *
 * By definition T = (Z + shift) / U with Z standard normal and U = √(χ²(df) / df), so P(T > t) is the mean of Φ(shift − t U). The integral
 * over ln U is smooth and dies out fast at both ends, where the plain trapezoidal rule converges exponentially (Trefethen & Weideman, The
 * Exponentially Convergent Trapezoidal Rule, SIAM Review 2014). The density needs no constant: the rule's own sum of it is divided out.
 */
export function noncentralTTail(t: number, df: number, shift: number): number {
  // Fine enough for the density, whose width is 1 / √(2 df), and for the rise of Φ, 1 / shift; the lower bound keeps the cost finite.
  const step = Math.min(0.1, 0.5 / Math.sqrt(2 * df + Math.min(shift * shift, 1e6)));
  let weighted = 0;
  let mass = 0;
  for (const direction of [-1, 1]) {
    for (let k = direction === 1 ? 0 : 1; ; k++) {
      const logU = direction * k * step;
      const density = Math.exp(df * (logU - Math.expm1(2 * logU) / 2));
      if (density < 1e-20) break;
      mass += density;
      weighted += density * normalCdf(shift - t * Math.exp(logU));
    }
  }
  return weighted / mass;
}
