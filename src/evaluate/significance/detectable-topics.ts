import { requireShare } from './arguments.ts';
import { type PowerOptions, pairedPower } from './paired-power.ts';

export interface DetectableOptions extends PowerOptions {
  /** The probability wanted of finding the effect. Default 0.8. */
  readonly power?: number | undefined;
}

/** No collection of topics comes near; an effect that needs more is none. */
const mostTopics = 1e9;

/**
 * The smallest number of topics, at least 2, at which the paired t test finds a true effect of `dz` (Cohen's d_z, of either sign) with the
 * wanted power. Null where no number up to 10⁹ does, as for dz = 0.
 *
 * Fed with an observed d_z it tells how many topics a new experiment needs if that difference is real; it says nothing about whether it is.
 *
 * @throws `usage` error for alpha or power outside 0–1.
 */
export function detectableTopics(dz: number, options: DetectableOptions = {}): number | null {
  const { power = 0.8 } = options;
  requireShare('power', power);
  const enough = (topics: number): boolean => pairedPower(dz, topics, options) >= power;
  let most = 2;
  while (!enough(most)) {
    if (most >= mostTopics) return null;
    most = Math.min(2 * most, mostTopics);
  }
  let least = Math.max(2, Math.ceil(most / 2));
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (enough(middle)) most = middle;
    else least = middle + 1;
  }
  return most;
}
