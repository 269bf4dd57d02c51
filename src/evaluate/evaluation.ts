import type { ScorePrecision, TieOrder } from '../run/order.ts';
import type { Measure } from './measure.ts';

/**
 * In what order documents with equal scores are evaluated. `trec`, `input`: see TieOrder. `optimistic`, `pessimistic`: the most, the least
 * relevant first. `expected`: no order; each value is the exact mean over all of them.
 */
export type TieRule = TieOrder | 'optimistic' | 'pessimistic' | 'expected';

/**
 * Which topics a mean is taken over. `qrels`: all that have judgments, 0 for those without a ranking (trec_eval -c). `both`: those with
 * judgments and a ranking (trec_eval without -c, pytrec_eval and so BRIGHT).
 */
export type TopicChoice = 'qrels' | 'both';

/** What a run scores. */
export interface Evaluation {
  readonly measures: readonly Measure[];
  /** The topics that figures are taken over, by the UTF-8 bytes of their ids. */
  readonly topics: readonly string[];
  /** Per measure: one value per topic, in the order of `topics`. */
  readonly values: readonly Float64Array[];
  /** Per measure: the figure for all topics: a mean, a geometric mean or a sum, as the measure says. */
  readonly means: readonly number[];
  /**
   * Per measure: how far apart the figure is with the most and with the least relevant of tied documents first. What ties leave to chance;
   * above 0.0005 the choice of `ties` shows in a table.
   */
  readonly tieSpans: readonly number[];
  /** Topics with judgments but without a ranking, or with an empty one. They count as 0 if `topicChoice` is `qrels`, else not at all. */
  readonly missing: readonly string[];
  /** Topics with a ranking but without judgments: left out. */
  readonly unjudged: readonly string[];
  readonly topicChoice: TopicChoice;
  readonly scorePrecision: ScorePrecision;
  readonly ties: TieRule;
}
