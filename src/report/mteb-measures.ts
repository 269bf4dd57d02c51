/** The ranks at which mteb takes every measure of a retrieval task. Source: mteb/abstasks/retrieval.py, AbsTaskRetrieval.k_values. */
const cutoffs = [1, 3, 5, 10, 20, 100, 1000] as const;

/** What mteb calls a family of measures, in the order of its files. Source: mteb/_evaluators/retrieval_metrics.py, make_score_dict. */
const fields = { nDCG: 'ndcg', AP: 'map', R: 'recall', P: 'precision', RR: 'mrr', Success: 'hit_rate' } as const;

const names: ReadonlyMap<string, string> = new Map(
  Object.entries(fields).flatMap(([family, field]) => cutoffs.map((cutoff) => [`${field}_at_${cutoff}`, `${family}@${cutoff}`] as const)),
);

/** Every measure of mteb's result files, as brightline names it: `nDCG@10`. */
export const mtebMeasures: readonly string[] = [...names.values()];

/** The fields that hold measures, with the measures' names: `ndcg_at_10`, `nDCG@10`; in the order of mteb's files. */
export function measureFields(): Iterable<readonly [field: string, measure: string]> {
  return names;
}

/** The measure that a field holds; undefined for a field that holds something else. */
export function measureOfField(field: string): string | undefined {
  return names.get(field);
}

/**
 * A figure as mteb writes it: rounded to 5 decimals, reciprocal ranks to 6, ties to the even digit as Python's `round` does.
 *
 * Source: parse_metrics_from_scores rounds all but reciprocal ranks to 5 decimals, and TaskResult.to_disk every number to 6.
 */
export function roundForMteb(measure: string, value: number): number {
  return roundHalfEven(value, measure.startsWith('RR@') ? 6 : 5);
}

function roundHalfEven(value: number, digits: number): number {
  const above = Number(value.toFixed(digits));
  // toFixed is exact and takes the larger of two equally near numbers; a tie shows in the digits behind, of which a double has no more than these.
  const isTie = /^50*$/.test(value.toFixed(100).split('.')[1]!.slice(digits));
  const isOdd = Number(above.toFixed(digits).at(-1)) % 2 === 1;
  return isTie && isOdd ? Number((above - 10 ** -digits).toFixed(digits)) : above;
}
