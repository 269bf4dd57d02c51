import type { Manifest } from '../run/manifest.ts';
import type { Json } from '../support/fingerprint.ts';
import { thousands } from '../support/thousands.ts';
import { type Cause, openCause } from './cause.ts';
import type { PublishedIndex, ScoreTable, TableColumn } from './score-table.ts';
import { lookAnalysed, type TextSigns } from './text-signs.ts';

/** What is known of the data that a figure was measured on. */
export interface DatasetFacts {
  readonly commit: string | null;
  /** Which known versions of the benchmark the counts match, and a sentence where those of its published tables are not among them. */
  readonly version: { readonly matches: readonly string[]; readonly warning: string | null };
  /** What the index of the run held; undefined where it isn't known, or isn't that of passages under Lucene's English analysis. */
  readonly index: PublishedIndex | undefined;
  /** What the first documents look like; undefined where the corpus isn't here. */
  readonly signs: TextSigns | undefined;
}

/** An index that was published, and with which table. */
export interface KnownIndex {
  readonly table: string;
  readonly index: PublishedIndex;
}

/** What was published about the index of a column's split, by any table. */
export function knownIndexes(tables: readonly ScoreTable[], benchmark: string, split: string): readonly KnownIndex[] {
  return tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const same = column.index !== undefined && column.split === split && benchmarkOf(table, column) === benchmark;
      return same ? [{ table: table.id, index: column.index }] : [];
    }),
  );
}

export function benchmarkOf(table: ScoreTable, { benchmark = table.benchmark }: TableColumn): string {
  return benchmark;
}

/**
 * Whether the data are those that the published figure was measured on, as far as that can be told: by counts of the split, by counts of an index that was
 * published, and by what the texts look like. Nothing published says what the texts were, so it is ruled out only where every term was counted.
 */
export function datasetCause({ commit, version, index, signs }: DatasetFacts, known: readonly KnownIndex[]): Cause {
  const compared = index === undefined ? undefined : (known.find((one) => !sameIndex(one.index, index)) ?? known[0]);
  const differing = index !== undefined && compared !== undefined ? differences(compared.index, index) : [];
  const analysed = signs !== undefined && lookAnalysed(signs);
  if (version.warning === null && compared !== undefined && differing.length === 0 && !analysed) {
    const { documents, tokens } = compared.index;
    return {
      cause: 'dataset',
      finding: 'does not explain',
      evidence: `${thousands(documents)} documents and ${thousands(tokens)} terms, as ${compared.table} counts them`,
    };
  }
  const parts = [
    version.warning ?? countsEvidence(version.matches),
    compared === undefined
      ? 'nothing published tells whether the texts are the same'
      : differing.length === 0
        ? `the index holds as much as that of ${compared.table}`
        : `the texts are not those that ${compared.table} indexed, if they were analysed alike: ${differing.join(', ')}`,
    ...(analysed ? [signsEvidence(signs)] : []),
    ...(commit === null ? [] : [`the commit here is ${commit.slice(0, 12)}, and which one was published on is not known`]),
  ];
  return openCause('dataset', parts.join('; '));
}

function countsEvidence(matches: readonly string[]): string {
  const names = matches.map((name) => `"${name}"`).join(', ');
  return names === '' ? 'no version of the benchmark is known to compare counts with' : `the counts match version ${names}`;
}

function signsEvidence({ documents, words, stopWords }: TextSigns): string {
  const share = ((100 * stopWords) / words).toFixed(1);
  return `the texts look put through an analysis rather than as they were written: no capital letter in the first ${thousands(documents)} documents, and ${share} % of their words are stop words`;
}

/** What a manifest says of an index of passages by Lucene's English analysis; undefined for any other. */
export function indexOf({ index, settings }: Manifest): PublishedIndex | undefined {
  const analysis = fieldOf(settings.retrieverSettings, 'analysis');
  if (analysis !== 'lucene-english' || settings.documents !== 'short') return undefined;
  const [documents, nonEmptyDocuments, tokens] = ['documents', 'nonEmptyDocuments', 'tokens'].map((field) => fieldOf(index, field));
  if (typeof documents !== 'number' || typeof nonEmptyDocuments !== 'number' || typeof tokens !== 'number') return undefined;
  return { documents, nonEmptyDocuments, tokens };
}

/** The value of an object's field; undefined for anything else. */
export function fieldOf(value: Json, field: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return (value as { readonly [key: string]: Json | undefined })[field];
}

function sameIndex(one: PublishedIndex, other: PublishedIndex): boolean {
  return one.documents === other.documents && one.nonEmptyDocuments === other.nonEmptyDocuments && one.tokens === other.tokens;
}

function differences(published: PublishedIndex, here: PublishedIndex): readonly string[] {
  const words = [
    ['documents', 'documents'],
    ['nonEmptyDocuments', 'documents with text'],
    ['tokens', 'terms'],
  ] as const;
  return words.flatMap(([field, word]) => {
    const [theirs, ours] = [published[field], here[field]];
    return theirs === ours ? [] : [`${thousands(ours)} ${word} here, ${thousands(theirs)} there`];
  });
}
