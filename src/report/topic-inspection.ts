import type { Bm25Explanation } from '../retrieve/bm25/explain.ts';

/** All there is to know of one topic in one run, or two: plain data, as JSON has it. Lists over runs stand in the order of `runs`. */
export interface TopicInspection {
  readonly benchmark: string;
  readonly split: string;
  readonly topic: string;
  /** What was sent, or what the steps that were sent were made of, where it can be had: one text, or two where the runs' queries have different origins. */
  readonly queries: readonly { readonly queries: string; readonly text: string }[];
  /** The run, and the one that it is held against. */
  readonly runs: readonly InspectedRun[];
  readonly measures: readonly InspectedMeasure[];
  /** Relevant documents, most relevant first, then as the run ranks them. */
  readonly gold: readonly GoldDocument[];
  /** Documents that must not be returned for this topic. */
  readonly excluded: number;
}

export interface InspectedRun {
  readonly system: string;
  readonly run: string;
  /** Documents ranked for the topic. */
  readonly retrieved: number;
  readonly top: readonly RankedDocument[];
  /** Documents of `top` that nobody judged. */
  readonly unjudged: number;
  /** Excluded documents that were returned all the same. */
  readonly excludedHits: readonly { readonly document: string; readonly rank: number }[];
  /** For BM25 whose manifest and corpus are here: scores of documents shown, term by term, those of `top` first. */
  readonly explained: readonly ExplainedScore[];
}

export interface ExplainedScore extends Bm25Explanation {
  /** As the run has it; null where it doesn't hold the document. */
  readonly runScore: number | null;
}

export interface InspectedMeasure {
  readonly measure: string;
  /** 0–1, per run; null where the run has no ranking for the topic. */
  readonly values: readonly (number | null)[];
  /** The run's value less that of the other; null where there are no two. */
  readonly delta: number | null;
}

export interface GoldDocument {
  readonly document: string;
  readonly relevance: number;
  /** From 1, per run; null where it isn't ranked. */
  readonly ranks: readonly (number | null)[];
  readonly isExcluded: boolean;
  /** Null where the corpus lacks it or wasn't read. */
  readonly snippet: string | null;
}

export interface RankedDocument {
  readonly rank: number;
  readonly document: string;
  readonly score: number;
  /** Null where nobody judged it. */
  readonly relevance: number | null;
  readonly isExcluded: boolean;
  /** Rank in the other run; null where it isn't ranked there or there is none. */
  readonly otherRank: number | null;
  /** Null where the corpus lacks it or wasn't read. */
  readonly snippet: string | null;
}

/** A topic in a list of those with the greatest differences, or the extreme values of a single run. */
export interface TopicDifference {
  readonly topic: string;
  readonly measure: string;
  /** 0–1, per run. */
  readonly values: readonly number[];
  /** Null for a single run. */
  readonly delta: number | null;
  /** Null where the benchmark's texts aren't there. */
  readonly query: string | null;
}
