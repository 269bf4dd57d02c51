import type { Selection } from '../collection/reference.ts';
import { usageError } from '../errors.ts';
import type { Manifest } from '../run/manifest.ts';

/** A split of a benchmark, by name. */
export interface Place {
  readonly benchmark: string;
  readonly split: string;
}

/** Takes `name:split` or `name:benchmark:split` apart, where what is behind the colon is a split of a benchmark that was asked for. */
export function takeSplit(
  given: string | undefined,
  selections: readonly Selection[] = [],
): { readonly name?: string; readonly place?: Place } {
  if (given === undefined) return {};
  for (const { definition, splits } of selections) {
    for (const { id } of definition.splits) {
      const tail = [`:${definition.name}:${id}`, `:${id}`].find((ending) => given.endsWith(ending) && given.length > ending.length);
      if (tail === undefined) continue;
      if (!splits.some((split) => split.id === id)) throw usageError(`${given}: the split ${id} is not among those of -b`);
      return { name: given.slice(0, -tail.length), place: { benchmark: definition.name, split: id } };
    }
  }
  return { name: given };
}

/** The only split asked for, or that of the manifest where it is one of them; undefined where it is open which. */
export function askedPlace(selections: readonly Selection[] | undefined, manifest: Manifest | undefined): Place | undefined {
  if (selections === undefined) return manifest?.settings;
  const places = placesOf(selections);
  return places.length === 1 ? places[0] : places.find((place) => isSamePlace(place, manifest?.settings));
}

export function placesOf(selections: readonly Selection[]): readonly Place[] {
  return selections.flatMap(({ definition, splits }) => splits.map(({ id }) => ({ benchmark: definition.name, split: id })));
}

export function isSamePlace(one: Place, other: Place | undefined): boolean {
  return one.benchmark === other?.benchmark && one.split === other.split;
}
