import { differences } from '../evaluate/significance/differences.ts';
import { equivalenceTestOfDifferences } from '../evaluate/significance/equivalence-test.ts';
import { randomizationTestOfDifferences } from '../evaluate/significance/randomization-test.ts';
import { tTestOfDifferences } from '../evaluate/significance/t-test.ts';
import { winLossOfDifferences } from '../evaluate/significance/win-loss.ts';
import { isSettledAlike } from './packed-values.ts';
import { noiseMargin, noiseTest, type RunNoise } from './run-noise.ts';

/** Tests that a check may use. */
export const checkTests = ['randomization', 't'] as const;
export type CheckTest = (typeof checkTests)[number];

export interface WeighOptions {
  readonly test: CheckTest;
  /** The smallest difference that matters, above 0, in the measure's unit. */
  readonly minEffect: number;
  /** Of the interval: its confidence is 1 − 2 alpha. */
  readonly alpha: number;
  /** Random sign choices of the randomization test; undefined for its own default. */
  readonly samples?: number | undefined;
  readonly seed: number;
  /** Null where the system gives the same at each run, or nobody looked. */
  readonly noise: RunNoise | null;
}

/** What the topics say about a change, before any correction for looking at several. Plain data without NaN or infinity. */
export interface Evidence {
  /** Mean of now − before. */
  readonly delta: number;
  /** Topics that score higher than before, lower, and alike. */
  readonly gained: number;
  readonly lost: number;
  readonly alike: number;
  /** One-sided p of no loss, or of no gain: of the side that `delta` is on. Of topics, and of noise between runs where it is known: the larger. */
  readonly p: number;
  /** p of the null hypothesis that the change is `minEffect` or more, either way: the larger of two one-sided t tests, over topics and over noise. */
  readonly pEquivalent: number;
  /** Of delta, at confidence 1 − 2 alpha, as wide as topics and noise make it; null for one topic. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/**
 * Weighs a change topic by topic.
 *
 * Whether there is a loss is asked of the signs of the differences (or by Student's t); whether it is too small to matter, by t, since the signs can't tell
 * about sizes. Where repeated runs showed noise that no topic shows, since it moves all of them together, the change has to stand out of that as well.
 *
 * @param before values of one measure, one per topic, settled.
 * @param now of the same topics.
 */
export function weighDifference(before: Float64Array, now: Float64Array, options: WeighOptions): Evidence {
  const { test, minEffect, alpha, samples, seed, noise } = options;
  const paired = differences(
    now.map((value, topic) => (isSettledAlike(value, before[topic]!) ? before[topic]! : value)),
    before,
  );
  const { wins: gained, losses: lost, ties: alike } = winLossOfDifferences(paired);
  const { mean: delta } = paired;
  if (paired.degeneracy === 'identical') return { delta, gained, lost, alike, p: 1, pEquivalent: 0, interval: { low: 0, high: 0 } };
  const alternative = delta < 0 ? 'less' : 'greater';
  const ofTopics =
    test === 't' ? tTestOfDifferences(paired, { alternative }) : randomizationTestOfDifferences(paired, { alternative, samples, seed });
  const equivalence = equivalenceTestOfDifferences(paired, { margin: minEffect, alpha });
  const { ci } = equivalence;
  if (noise === null)
    return { delta, gained, lost, alike, p: ofTopics.p, pEquivalent: equivalence.p, interval: ci && { low: ci.low, high: ci.high } };
  const margin = noiseMargin(noise, alpha);
  return {
    delta,
    gained,
    lost,
    alike,
    p: Math.max(ofTopics.p, noiseTest(delta, 0, noise, alternative)),
    pEquivalent: Math.max(equivalence.p, noiseTest(delta, -minEffect, noise, 'greater'), noiseTest(delta, minEffect, noise, 'less')),
    interval: ci && { low: Math.min(ci.low, delta - margin), high: Math.max(ci.high, delta + margin) },
  };
}
