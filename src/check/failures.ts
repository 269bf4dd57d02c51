import type { CheckResult, FloorResult, Verdict } from './verdict.ts';

/**
 * What a check fails on, each level with those before it: `regression`, the least; `inconclusive`, where no loss of a size that matters is to pass without
 * being ruled out; `change`, where a system is known to give the same at each run, and no topic may score otherwise than before. A floor that is broken fails
 * at every level.
 */
export const failLevels = ['regression', 'inconclusive', 'change'] as const;
export type FailLevel = (typeof failLevels)[number];

/** Whether a verdict fails a check. What is new or missing is told, and fails nothing. */
export function isFailure({ verdict, evidence }: Verdict, level: FailLevel): boolean {
  if (verdict === 'regressed') return true;
  if (verdict === 'inconclusive') return level !== 'regression';
  return level === 'change' && evidence !== null && evidence.gained + evidence.lost > 0;
}

/** All that a check fails on: empty where it passes. */
export function failuresOf({ verdicts, floors }: CheckResult, level: FailLevel): readonly (Verdict | FloorResult)[] {
  return [...verdicts.filter((verdict) => isFailure(verdict, level)), ...floors.filter(({ held }) => !held)];
}
