import { usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';

interface Named {
  readonly name: string;
  readonly aliases?: readonly string[];
}

/**
 * The one of this name or alias. Case, `-`, `_` and spaces don't count: `CombSUM`, `comb_sum`, `combsum`.
 *
 * @param what what is looked for, in errors.
 * @throws `usage` error with the nearest names.
 */
export function findNamed<Item extends Named>(what: string, name: string, items: readonly Item[]): Item {
  const found = items.find((item) => [item.name, ...(item.aliases ?? [])].some((known) => plain(known) === plain(name)));
  if (found !== undefined) return found;
  const names = items.map((item) => item.name);
  throw usageError(`${what} "${name}": there is none of that name`, {
    next: `${didYouMean(name, names)}Known: ${names.join(', ')}; \`brightline list fusions\` explains them.`,
  });
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}
