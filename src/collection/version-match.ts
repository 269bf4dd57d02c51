import type { Definition, SplitCounts, SplitDefinition } from './definition.ts';

/** What was counted of a split; documents are unknown where the corpus wasn't there to be counted. */
export type SplitSizes = {
  readonly documents: number | undefined;
  readonly topics: number;
  /** Judged pairs of topic and document, after merging of duplicates. */
  readonly judgments: number;
  /** Excluded pairs of topic and document, after merging of duplicates. */
  readonly excluded: number;
};

export type CountDifference = {
  readonly field: keyof SplitSizes;
  /** As the version states it. */
  readonly expected: number;
  readonly measured: number;
};

/** How counts agree with the benchmark's known versions. */
export type VersionMatch = {
  /** Names of the versions that agree in every figure that they state for this split, and state one. */
  readonly matches: readonly string[];
  /** The version that the published tables were measured on, where it disagrees, or the nearest of several. */
  readonly nearest: { readonly version: string; readonly differs: readonly CountDifference[] } | undefined;
  /** One sentence, where the counts aren't those of the published tables: of the definition's first version that knows the split. */
  readonly warning: string | undefined;
};

/**
 * Compares counts with the benchmark's known versions. A version says nothing about figures that it leaves out, and nothing at all where it leaves out
 * the split.
 */
export function matchVersion(
  definition: Definition,
  split: SplitDefinition,
  documents: 'short' | 'long',
  counts: SplitSizes,
): VersionMatch {
  const compared = definition.versions.flatMap(({ name, description, counts: known }) => {
    const figures = figuresOf(known[split.id] ?? {}, documents, counts);
    if (figures.length === 0) return [];
    return [{ name, description, agrees: figures.filter(same), differs: figures.filter((figure) => !same(figure)) }];
  });
  const matches = compared.filter(({ differs }) => differs.length === 0).map(({ name }) => name);
  const first = compared[0];
  if (first === undefined || first.differs.length === 0) return { matches, nearest: undefined, warning: undefined };
  // A version that states little differs in little: the nearest is the one that agrees in most.
  const nearest = matches.length > 0 ? first : compared.reduce((best, next) => (next.agrees.length > best.agrees.length ? next : best));
  const { differs, agrees } = nearest;
  const parts = differs.map(({ field, expected, measured }, at) =>
    at === 0
      ? `${number(measured)} ${words[field]}, where version "${nearest.name}" has ${number(expected)}`
      : `${number(measured)} ${words[field]} for ${number(expected)}`,
  );
  const rest = agrees.length === 0 ? '' : ` (${listWords(agrees.map(({ field }) => words[field]))} agree)`;
  const other = compared.find(({ name }) => name === matches[0]);
  const verdict =
    other === undefined ? 'the counts match no known version' : `the counts match version "${other.name}": ${other.description}`;
  return {
    matches,
    nearest: { version: nearest.name, differs },
    warning: `${definition.name}:${split.id}: ${parts.join(', ')}${rest}; ${verdict}`,
  };
}

const words: Readonly<Record<keyof SplitSizes, string>> = {
  documents: 'documents',
  topics: 'topics',
  judgments: 'judgments',
  excluded: 'excluded ids',
};

function figuresOf(known: SplitCounts, documents: 'short' | 'long', counts: SplitSizes): CountDifference[] {
  const long = documents === 'long';
  const stated: Readonly<Record<keyof SplitSizes, number | undefined>> = {
    documents: long ? known.longDocuments : known.documents,
    topics: known.topics,
    judgments: long ? known.longJudgments : known.judgments,
    excluded: known.excluded,
  };
  return (Object.keys(stated) as (keyof SplitSizes)[]).flatMap((field) => {
    const [expected, measured] = [stated[field], counts[field]];
    return expected === undefined || measured === undefined ? [] : [{ field, expected, measured }];
  });
}

function same({ expected, measured }: CountDifference): boolean {
  return expected === measured;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function listWords(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
