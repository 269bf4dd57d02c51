import type { PairRow, Significance } from './pair-row.ts';

/** What is raised behind a system's figure on a split; undefined for nothing. */
export type NoteOf = (system: string, split: string) => string | undefined;

/**
 * Against a baseline: `†↑` where the system is significantly better than it, `†↓` where it is significantly worse. Without one: the signs of the systems
 * that it is significantly better than, as ranx prints them.
 *
 * @param pairs those of one table.
 * @param signs one per system, as `systemSigns` gives them.
 */
export function significanceNotes(
  pairs: readonly PairRow[],
  { baseline }: Significance,
  systems: readonly string[],
  signs: readonly string[],
): NoteOf {
  const significant = pairs.filter((pair) => pair.significant);
  if (baseline !== undefined) {
    return (system, split) => {
      const pair = significant.find(({ a, split: where }) => a === system && where === split);
      return pair && (pair.delta > 0 ? '†↑' : '†↓');
    };
  }
  return (system, split) => {
    const beaten = new Set(
      significant.flatMap(({ a, b, delta, split: where }) => {
        if (where !== split) return [];
        return delta > 0 && a === system ? [b] : delta < 0 && b === system ? [a] : [];
      }),
    );
    const found = systems.flatMap((other, at) => (beaten.has(other) ? [signs[at]!] : []));
    return found.length === 0 ? undefined : found.join(signs.some((sign) => sign.length > 1) ? ',' : '');
  };
}

/** `a` to `z`, then `aa`, `ab`, …: a sign for each of so many systems. */
export function systemSigns(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => signOf(at));
}

function signOf(at: number): string {
  const last = String.fromCharCode(97 + (at % 26));
  return at < 26 ? last : `${signOf(Math.floor(at / 26) - 1)}${last}`;
}
