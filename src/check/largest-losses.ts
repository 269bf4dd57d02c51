import { compareUtf8 } from '../support/compare-utf8.ts';
import { isSettledAlike } from './packed-values.ts';
import type { TopicLoss } from './verdict.ts';

/** How many topics are named. */
export const keptLosses = 10;

/** The topics that lost most, at most `keptLosses` of them; equal losses by the UTF-8 bytes of their ids. */
export function largestLosses(topics: readonly string[], before: Float64Array, now: Float64Array): readonly TopicLoss[] {
  return topics
    .map((topic, at) => ({ topic, before: before[at]!, now: now[at]!, delta: now[at]! - before[at]! }))
    .filter((loss) => loss.delta < 0 && !isSettledAlike(loss.before, loss.now))
    .sort((a, b) => a.delta - b.delta || compareUtf8(a.topic, b.topic))
    .slice(0, keptLosses);
}
