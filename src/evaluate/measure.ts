import type { JudgedRanking } from './judged-ranking.ts';

/** How topics' values become one figure. `count` is the number of topics, whatever their values. */
export type Aggregation = 'mean' | 'geometric-mean' | 'sum' | 'count';

/** What a measure's name carries besides the name: `P(rel=2)@10`. */
export interface MeasureParams {
  /** Ranks that count, from 1; Infinity for all. */
  readonly cutoff: number;
  /** Least relevance of a document that counts as relevant, 1 or more. */
  readonly rel: number;
  /** Recall level of interpolated precision, 0 to 1. */
  readonly recall: number;
}

/** A measure with its parameters, ready to be computed. Two measures are the same if their names are. */
export interface Measure {
  /** As papers and ir_measures write it: `nDCG@10`, `P(rel=2)@10`. `parseMeasure` reads it back. */
  readonly name: string;
  /** As trec_eval prints it, `ndcg_cut_10`; undefined where trec_eval has no such measure. (It is told `rel` by its option -l.) */
  readonly trecName: string | undefined;
  /** One sentence. */
  readonly summary: string;
  /** Paper, and the file of trec_eval. */
  readonly source: string;
  readonly aggregation: Aggregation;
  value(judged: JudgedRanking): number;
  /**
   * The exact mean of `value` over all orders of tied documents; undefined where the measure has none in closed form.
   *
   * Source: F. McSherry and M. Najork, "Computing information retrieval performance measures efficiently in the presence of tied scores",
   * ECIR 2008.
   */
  readonly expected: ((judged: JudgedRanking) => number) | undefined;
}

/** A measure before its parameters are chosen: one file of `measures/`. */
export interface MeasureFamily {
  readonly name: string;
  /** Other names that people and tools use, in lower case, without cutoff. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly source: string;
  /** What stands behind `@`. */
  readonly at: 'nothing' | 'cutoff' | 'optional cutoff' | 'recall';
  /** Whether `(rel=2)` can be asked for. */
  readonly takesRel: boolean;
  readonly aggregation: Aggregation;
  trecName(params: MeasureParams): string | undefined;
  value(judged: JudgedRanking, params: MeasureParams): number;
  readonly expected: ((judged: JudgedRanking, params: MeasureParams) => number) | undefined;
}

export const defaultParams: MeasureParams = { cutoff: Number.POSITIVE_INFINITY, rel: 1, recall: 0 };

export function bindMeasure(family: MeasureFamily, chosen: Partial<MeasureParams> = {}): Measure {
  const params = { ...defaultParams, ...chosen };
  const { summary, source, aggregation, expected } = family;
  const rel = params.rel === 1 ? '' : `(rel=${params.rel})`;
  const at = family.at === 'recall' ? `@${params.recall}` : params.cutoff === Number.POSITIVE_INFINITY ? '' : `@${params.cutoff}`;
  return {
    name: `${family.name}${rel}${at}`,
    trecName: family.trecName(params),
    summary,
    source,
    aggregation,
    value: (judged) => family.value(judged, params),
    expected: expected && ((judged) => expected(judged, params)),
  };
}
