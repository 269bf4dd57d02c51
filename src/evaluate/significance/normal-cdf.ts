/**
 * P(Z ≤ z) of the standard normal distribution. Lower tails keep their relative accuracy (about 1e-13); for an upper tail ask for −z.
 *
 * Source: the series of DLMF 7.6.2 near the middle (Marsaglia, Evaluating the Normal Distribution, 2004), and the continued fraction
 * DLMF 7.9.2 in the tails.
 */
export function normalCdf(z: number): number {
  if (z > 9) return 1;
  if (z > 3) return 1 - lowerTail(z);
  if (z < -3) return lowerTail(-z);
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + normalDensity(z) * sum;
}

/** Density of the standard normal distribution at z. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** P(Z ≤ −z) for z of at least 3. 60 levels of the fraction are enough there for full double precision. */
function lowerTail(z: number): number {
  let fraction = z;
  for (let level = 60; level > 0; level--) fraction = z + level / fraction;
  return normalDensity(z) / fraction;
}
