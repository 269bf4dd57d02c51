import type { TieRule } from '../evaluate/evaluation.ts';
import type { ScorePrecision } from '../run/order.ts';
import { compareUtf8 } from '../support/compare-utf8.ts';

/**
 * What a set of runs scored, topic by topic, with what the figures stand on. A baseline is a snapshot that was saved.
 *
 * Splits and scores come in the order of `snapshotOf`, so that equal runs give equal snapshots, in whatever order they were named.
 */
export interface Snapshot {
  readonly scoring: Scoring;
  readonly splits: readonly SplitFacts[];
  readonly scores: readonly Score[];
}

/** How all runs were scored. Means are over all judged topics: where a run has no ranking, the topic counts 0. */
export interface Scoring {
  readonly scorePrecision: ScorePrecision;
  readonly ties: TieRule;
}

/** What the runs on a split were judged by, and the data that they were made from. */
export interface SplitFacts {
  readonly benchmark: string;
  readonly split: string;
  /** Null for a folder, and for a file of judgments. */
  readonly dataset: { readonly repo: string; readonly commit: string } | null;
  /** `variant`: `original`, `fixed`, or `file`. `hash`: SHA-256 of the judgments in canonical form, as manifests have it. */
  readonly qrels: { readonly variant: string; readonly hash: string };
  /** What manifests say that runs were made from, by path; empty where there is none. */
  readonly files: readonly { readonly path: string; readonly hash: string }[];
  /** All judged topics, by the UTF-8 bytes of their ids. */
  readonly topics: readonly string[];
}

/** One system on one split by one measure. */
export interface Score {
  readonly benchmark: string;
  readonly split: string;
  readonly system: string;
  readonly measure: string;
  /** Null where the run doesn't say. */
  readonly protocol: string | null;
  /** Origin of the queries; null where the run doesn't say. */
  readonly queries: string | null;
  /** The mean over topics, in whole millionths: see `settle`. */
  readonly mean: number;
  /** One value per topic, in the order of the split's `topics`, in whole millionths; the mean over repeats, if there are any. */
  readonly values: Float64Array;
  /** The means of single runs where the system was run more than once, lowest first; else empty. */
  readonly repeats: readonly number[];
  /** Topics for which the run has no ranking. */
  readonly missing: readonly string[];
}

/** A snapshot in its order: splits by name; scores by benchmark, system, split, measure; all by UTF-8 bytes. */
export function snapshotOf({ scoring, splits, scores }: Snapshot): Snapshot {
  return {
    scoring,
    splits: sortBy(splits, ({ benchmark, split }) => [benchmark, split]),
    scores: sortBy(scores, ({ benchmark, system, split, measure }) => [benchmark, system, split, measure]),
  };
}

/** `bright:pony` */
export function placeName({ benchmark, split }: { readonly benchmark: string; readonly split: string | null }): string {
  return split === null ? benchmark : `${benchmark}:${split}`;
}

export function isSamePlace(one: Pick<SplitFacts, 'benchmark' | 'split'>, other: Pick<SplitFacts, 'benchmark' | 'split'>): boolean {
  return one.benchmark === other.benchmark && one.split === other.split;
}

export function isSameSystem(
  one: Pick<Score, 'benchmark' | 'split' | 'system'>,
  other: Pick<Score, 'benchmark' | 'split' | 'system'>,
): boolean {
  return isSamePlace(one, other) && one.system === other.system;
}

function sortBy<Item>(items: readonly Item[], keys: (item: Item) => readonly string[]): readonly Item[] {
  return [...items].sort((one, other) => {
    const [a, b] = [keys(one), keys(other)];
    const at = a.findIndex((key, place) => key !== b[place]);
    return at < 0 ? 0 : compareUtf8(a[at]!, b[at]!);
  });
}
