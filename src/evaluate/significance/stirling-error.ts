/**
 * What Stirling's formula leaves over: ln Γ(z) − [(z − ½) ln z − z + ½ ln 2π], for z > 0.
 *
 * Ratios of gamma functions are built from this small number and not from ln Γ itself, which grows into the thousands and would lose that
 * many digits when subtracted. Source: the asymptotic series DLMF 5.11.1, and below 10 the recurrence Γ(z + 1) = z Γ(z).
 * Absolute error below 2e-15.
 */
export function stirlingError(z: number): number {
  let lifted = 0;
  for (; z < 10; z++) lifted += (z + 0.5) * Math.log1p(1 / z) - 1;
  const square = 1 / (z * z);
  let series = 0;
  for (const coefficient of coefficients) series = series * square + coefficient;
  return lifted + series / z;
}

/** B₂ₖ / (2k (2k − 1)) for k = 8 … 1. */
const coefficients = [-3617 / 122400, 1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12];
