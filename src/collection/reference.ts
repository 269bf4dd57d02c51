import { usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';
import { type Definition, type DefinitionOptions, loadDefinition, type SplitDefinition } from './definition.ts';
import { expandGroup } from './groups.ts';
import { isPlace } from './place-definition.ts';

/** A benchmark and some of its splits, as a person names them: `bright:biology,pony`, `rar-b:temporal`, `./folder:dev`, `hf:org/name`. */
export interface Reference {
  readonly benchmark: string;
  /** Ids of splits and names of groups as written, `all` among them; undefined where none is named. */
  readonly splits: readonly string[] | undefined;
}

/** A reference whose names all exist. */
export interface Selection {
  readonly definition: Definition;
  /** At least one, in the order asked for, each once. */
  readonly splits: readonly SplitDefinition[];
}

/**
 * Takes `name`, `name:all` or `name:split,group` apart, where the name may also be a folder or `hf:org/name`; whether the names exist is not looked at.
 *
 * @throws `usage` error when a name is missing.
 */
export function parseReference(text: string): Reference {
  const colon = splitColon(text);
  const benchmark = (colon < 0 ? text : text.slice(0, colon)).trim();
  const splits = colon < 0 ? undefined : text.slice(colon + 1).split(',');
  const names = splits?.map((name) => name.trim());
  if (benchmark === '' || names?.includes('')) {
    throw usageError(`benchmark "${text}": ${benchmark === '' ? 'the name is missing' : 'the name of a split is missing'}`, {
      next: 'Write benchmark, benchmark:all or benchmark:split,split; `brightline list benchmarks` shows what there is.',
    });
  }
  return { benchmark, splits: names };
}

/** Where the splits begin: at the first colon of a name; at the last one of a place, unless it belongs to the place (`hf:org/name`, `C:\\folder`). */
function splitColon(text: string): number {
  if (!isPlace(text)) return text.indexOf(':');
  const colon = text.lastIndexOf(':');
  return colon <= 2 || /[\\/]/.test(text.slice(colon)) ? -1 : colon;
}

/**
 * The splits that a reference names, in its order and each once; where it names none, the definition's default, or all of them in the order of the papers'
 * tables.
 *
 * @throws `usage` error with the nearest names for a split that the benchmark doesn't have.
 */
export function selectSplits(definition: Definition, { splits }: Reference): readonly SplitDefinition[] {
  const { groups = {}, defaultSplit } = definition;
  if (splits?.includes('all')) return definition.splits;
  if (splits === undefined) return defaultSplit === undefined ? definition.splits : [findSplit(definition, defaultSplit)];
  const ids = splits.flatMap((name) => (Object.hasOwn(groups, name) ? expandGroup(groups, name) : [name]));
  return [...new Set(ids)].map((id) => findSplit(definition, id));
}

/** The split of that id. @throws `usage` error with the nearest names when the benchmark doesn't have it. */
export function findSplit(definition: Definition, id: string): SplitDefinition {
  const found = definition.splits.find((split) => split.id === id);
  if (found !== undefined) return found;
  if (definition.openSplits) return { id, title: id, short: id, longDocuments: false };
  const ids = definition.splits.map((split) => split.id);
  const groups = Object.keys(definition.groups ?? {});
  throw usageError(`${definition.name}:${id}: ${definition.title} has no split "${id}"`, {
    next: `${didYouMean(id, [...ids, ...groups])}Its splits: ${ids.join(', ')}${groups.length === 0 ? '' : `; its groups: ${groups.join(', ')}`}.`,
  });
}

/**
 * Reads the definitions that some references name. References to one benchmark are merged, at the place of the first.
 *
 * @throws `usage` error for an unknown benchmark or split, with the nearest names; `data` error for a definition that is wrong.
 */
export async function openReferences(texts: readonly string[], options: DefinitionOptions = {}): Promise<readonly Selection[]> {
  const selections = new Map<string, { definition: Definition; splits: Set<SplitDefinition> }>();
  for (const text of texts) {
    const reference = parseReference(text);
    const { benchmark } = reference;
    const selection = selections.get(benchmark) ?? { definition: await loadDefinition(benchmark, options), splits: new Set() };
    selections.set(benchmark, selection);
    for (const split of selectSplits(selection.definition, reference)) selection.splits.add(split);
  }
  return [...selections.values()].map(({ definition, splits }) => ({ definition, splits: [...splits] }));
}
