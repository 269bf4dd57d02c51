import type { ExcludedIds } from '../collection/excluded-ids.ts';
import type { Qrels } from '../collection/qrels.ts';
import type { Evaluation, TieRule, TopicChoice } from '../evaluate/evaluation.ts';
import { startEvaluation } from '../evaluate/evaluator.ts';
import type { Measure } from '../evaluate/measure.ts';
import type { ScorePrecision } from '../run/order.ts';
import type { TopicRanking } from '../run/packed-ranking.ts';
import { documentsAmong, removeDocuments } from '../run/remove-documents.ts';

/** How a run is scored: choices that evaluators make differently. */
export interface ScoringChoice {
  readonly qrels: Qrels;
  readonly ties: TieRule;
  readonly scorePrecision: ScorePrecision;
  readonly topics: TopicChoice;
  /** Whether documents that are excluded for their topic are taken out of the rankings. */
  readonly removeExcluded: boolean;
}

/** A run under each choice, and what was seen of its rankings. */
export interface ChosenScores {
  /** In the order of the choices. */
  readonly evaluations: readonly Evaluation[];
  /** Documents that are ranked although excluded for their topic. */
  readonly excluded: number;
  /** Documents of each topic's ranking. */
  readonly depths: ReadonlyMap<string, number>;
}

/**
 * Scores a run by one measure under several choices, with one ranking in memory.
 *
 * @param rankings read once; nothing at all is a run that found nothing, and scores 0.
 * @throws `data` error for a run that shares no topic with the judgments.
 */
export async function scoreChoices(
  rankings: AsyncIterable<TopicRanking> | Iterable<TopicRanking>,
  excluded: ExcludedIds,
  measure: Measure,
  choices: readonly ScoringChoice[],
): Promise<ChosenScores> {
  const evaluators = choices.map(({ qrels, ties, scorePrecision, topics }) =>
    startEvaluation(qrels, { measures: [measure], ties, scorePrecision, topics, empty: 'zero' }),
  );
  const depths = new Map<string, number>();
  const excludedOf = new Map<string, number>();
  for await (const { topic, ranking } of rankings) {
    const ids = excluded.get(topic);
    const found = ids === undefined ? [] : documentsAmong(ranking, ids);
    const kept = removeDocuments(ranking, found);
    depths.set(topic, ranking.count);
    excludedOf.set(topic, found.length);
    evaluators.forEach((evaluator, at) => {
      evaluator.add(topic, choices[at]!.removeExcluded ? kept : ranking);
    });
  }
  return {
    evaluations: evaluators.map((evaluator) => evaluator.finish()),
    excluded: [...excludedOf.values()].reduce((sum, count) => sum + count, 0),
    depths,
  };
}
