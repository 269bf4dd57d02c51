import type { Alternative } from './alternative.ts';
import { requireShare, requireWhole } from './arguments.ts';
import { noncentralTTail } from './noncentral-t-tail.ts';
import { studentTQuantile } from './student-t-quantile.ts';

export interface PowerOptions {
  /** Significance level. Default 0.05. */
  readonly alpha?: number | undefined;
  /** Default `two-sided`; both one-sided ones look on the side where the effect is. */
  readonly alternative?: Alternative | undefined;
}

/**
 * The power of the paired t test: the probability that it finds a true effect of `dz` (Cohen's d_z, of either sign) significant with
 * `topics` topics. At dz = 0 it is alpha.
 *
 * Exact under normal differences: the noncentral t distribution with topics − 1 degrees of freedom and noncentrality |dz| √topics (Cohen,
 * Statistical Power Analysis, 1988; for retrieval: Webber, Moffat & Zobel, Statistical Power in Retrieval Experimentation, CIKM 2008).
 * Two-sided counts both tails, as statsmodels' TTestPower and R's power.t.test(strict = TRUE) do.
 *
 * @throws `usage` error for fewer than two topics or an alpha outside 0–1.
 */
export function pairedPower(dz: number, topics: number, options: PowerOptions = {}): number {
  const { alpha = 0.05, alternative = 'two-sided' } = options;
  requireShare('alpha', alpha);
  requireWhole('topics', topics, 2);
  const shift = Math.abs(dz) * Math.sqrt(topics);
  const df = topics - 1;
  if (alternative !== 'two-sided') return noncentralTTail(studentTQuantile(1 - alpha, df), df, shift);
  const critical = -studentTQuantile(alpha / 2, df);
  return noncentralTTail(critical, df, shift) + noncentralTTail(critical, df, -shift);
}
