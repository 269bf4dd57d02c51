import { BadAnswer } from '../support/endpoints/endpoint-failure.ts';
import { quote } from '../support/quote.ts';

/**
 * Puts the entries of an answer in the order of what was sent.
 *
 * @param what for messages, in the plural: `vectors`.
 * @throws BadAnswer unless there is one for each of `count` positions.
 */
export function placeEntries<Entry extends { readonly index: unknown }>(entries: readonly Entry[], count: number, what: string): Entry[] {
  if (entries.length !== count) throw new BadAnswer(`${entries.length} ${what} for ${count} texts`);
  const placed: (Entry | undefined)[] = Array.from({ length: count });
  for (const entry of entries) {
    const { index } = entry;
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= count) {
      throw new BadAnswer(`one of the ${what} has the index ${shown(index)}, for ${count} texts`);
    }
    if (placed[index] !== undefined) throw new BadAnswer(`two ${what} have the index ${index}`);
    placed[index] = entry;
  }
  return placed as Entry[];
}

/** A value of an answer, safe to show. */
export function shown(value: unknown): string {
  return quote(JSON.stringify(value) ?? String(value), 40);
}
