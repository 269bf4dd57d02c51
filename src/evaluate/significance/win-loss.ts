import { requireNonNegative } from './arguments.ts';
import { type Differences, differences } from './differences.ts';

export interface WinLossOptions {
  /** Differences of at most this size, in the measure's own unit, are ties. Default 0; rounding errors are ties in any case. */
  readonly tieTolerance?: number | undefined;
}

/** Topics on which a scores higher than b, as high, and lower. They add up to the number of topics. */
export interface WinLoss {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/** Counts wins, ties and losses of system a against system b. */
export function winLoss(a: Float64Array, b: Float64Array, options: WinLossOptions = {}): WinLoss {
  return winLossOfDifferences(differences(a, b), options);
}

/** The same counts from differences that are already paired. */
export function winLossOfDifferences(paired: Differences, options: WinLossOptions = {}): WinLoss {
  const { tieTolerance = 0 } = options;
  requireNonNegative('tie tolerance', tieTolerance);
  // A difference of 0.30000000000000004 − 0.2 must not exceed a tolerance of 0.1 by its rounding alone.
  const limit = tieTolerance + paired.noise;
  let wins = 0;
  let losses = 0;
  for (const value of paired.values) {
    if (value > limit) wins++;
    if (value < -limit) losses++;
  }
  return { wins, ties: paired.values.length - wins - losses, losses };
}
