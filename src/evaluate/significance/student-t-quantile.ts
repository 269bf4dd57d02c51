import { requirePositive, requireShare } from './arguments.ts';
import { normalQuantile } from './normal-quantile.ts';
import { studentTCdf, studentTDensity } from './student-t-cdf.ts';
import { upperQuantile } from './upper-quantile.ts';

/**
 * The t with P(T ≤ t) = `share` for Student's t distribution with `df` degrees of freedom; `share` lies strictly between 0 and 1.
 * Relative error below 1e-12. The search starts at the normal quantile, which is never farther out than the t one.
 */
export function studentTQuantile(share: number, df: number): number {
  requireShare('t quantile', share);
  requirePositive('degrees of freedom', df);
  if (share === 0.5) return 0;
  if (share > 0.5) return -studentTQuantile(1 - share, df);
  return -upperQuantile(share, {
    tail: (t) => studentTCdf(-t, df),
    density: (t) => studentTDensity(t, df),
    start: -normalQuantile(share),
  });
}
