import { requireShare } from './arguments.ts';
import { normalCdf, normalDensity } from './normal-cdf.ts';
import { upperQuantile } from './upper-quantile.ts';

/** The z with P(Z ≤ z) = `share` for the standard normal distribution; `share` lies strictly between 0 and 1. Absolute error below 1e-14. */
export function normalQuantile(share: number): number {
  requireShare('normal quantile', share);
  if (share === 0.5) return 0;
  if (share > 0.5) return -normalQuantile(1 - share);
  return -upperQuantile(share, { tail: (z) => normalCdf(-z), density: normalDensity, start: 0 });
}
