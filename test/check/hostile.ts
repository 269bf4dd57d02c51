import type { Snapshot } from '../../src/check/snapshot.ts';
import { snapshotWith, topicValues } from './snapshots.ts';

/** Ids that some form of a report could take for its own markup. */
export const hostileIds = [
  ']]>',
  'two\nlines\r\nand more',
  '100%0A::error::x',
  'a|b',
  'ticks ` and ``` more',
  '`edge`',
  '🙂 ü <b>&amp;</b> "quoted" \'too\'',
  'bell \u0007 and \u001b[31mred\u001b[0m',
  'half \ud800 pair',
  '@somebody and #1',
  '</details><script>',
  '',
] as const;

/** A system of a hostile name that got worse on topics of hostile ids, of one more split that it didn't change on, and of one that is inconclusive. */
export function hostilePair(): readonly [before: Snapshot, now: Snapshot] {
  const make = (loss: number): Snapshot => {
    const hostile = Object.fromEntries(hostileIds.map((id, at) => [id, 0.5 - loss * (1 - at / 100)]));
    const values = { ...hostile, ...topicValues(28, (topic) => 0.5 - loss * (0.5 - topic / 100)) };
    return snapshotWith(
      { split: 's:%,<1>', system: '@x|`y`<z>', values },
      { split: 'same', system: '@x|`y`<z>', values: { a: 0.25 } },
      { split: 'unsure', system: '@x|`y`<z>', values: { a: 0.5 - loss, b: 0.5 } },
    );
  };
  return [make(0), make(0.4)];
}
