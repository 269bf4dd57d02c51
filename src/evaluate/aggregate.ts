import type { Aggregation } from './measure.ts';

/** No topic counts as less than this in a geometric mean (trec_eval MIN_GEO_MEAN). */
const LEAST = 0.00001;

/**
 * One figure for all topics. Sums run over the topics in the order given: with topics ordered by the bytes of their ids, as trec_eval
 * orders them, the figure is trec_eval's to the last digit.
 *
 * @param values one per topic, at least one.
 */
export function aggregate(values: Float64Array, aggregation: Aggregation): number {
  if (aggregation === 'count') return values.length;
  let sum = 0;
  for (const value of values) sum += aggregation === 'geometric-mean' ? Math.log(Math.max(value, LEAST)) : value;
  if (aggregation === 'sum') return sum;
  return aggregation === 'mean' ? sum / values.length : Math.exp(sum / values.length);
}
