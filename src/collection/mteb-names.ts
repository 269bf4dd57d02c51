import type { Definition, MtebName, SplitDefinition } from './definition.ts';

/** A task of mteb with everything told: what its result files call a set of scores. */
export interface MtebPlace {
  readonly task: string;
  /** `hf_subset`: `default`, or a part of the task. */
  readonly subset: string;
  readonly split: string;
}

/** A split of a benchmark, searched by passages or by whole documents. */
export interface MtebMatch {
  readonly definition: Definition;
  readonly split: SplitDefinition;
  readonly documents: 'short' | 'long';
}

/** What mteb calls the split; undefined where its definition doesn't say. */
export function mtebPlace(split: SplitDefinition, documents: 'short' | 'long'): MtebPlace | undefined {
  const name = nameOf(split, documents);
  return name && { task: name.task, subset: name.subset ?? 'default', split: name.split ?? 'test' };
}

/** The languages of the split, as mteb writes them. */
export function mtebLanguages(split: SplitDefinition, documents: 'short' | 'long'): readonly string[] {
  return nameOf(split, documents)?.languages ?? ['eng-Latn'];
}

/** The splits that mteb calls so, in the order of the definitions; several where two benchmarks hold the same data. */
export function splitsOfMteb(place: MtebPlace, definitions: readonly Definition[]): readonly MtebMatch[] {
  return definitions.flatMap((definition) =>
    definition.splits.flatMap((split) =>
      (['short', 'long'] as const)
        .filter((documents) => isSame(mtebPlace(split, documents), place))
        .map((documents) => ({ definition, split, documents })),
    ),
  );
}

function nameOf({ mteb, longMteb }: SplitDefinition, documents: 'short' | 'long'): MtebName | undefined {
  return documents === 'long' ? longMteb : mteb;
}

function isSame(one: MtebPlace | undefined, other: MtebPlace): boolean {
  return one?.task === other.task && one.subset === other.subset && one.split === other.split;
}
