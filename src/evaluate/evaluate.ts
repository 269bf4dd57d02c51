import type { Qrels } from '../collection/qrels.ts';
import { packRanking } from '../run/packed-ranking.ts';
import type { Run } from '../run/run.ts';
import type { Evaluation } from './evaluation.ts';
import { type EvaluateOptions, startEvaluation } from './evaluator.ts';

/**
 * Scores a run against judgments, with trec_eval's exact meaning: to the four places that it prints, every value is that of trec_eval 9
 * (`scorePrecision: 'float32'`) or 10 (`'float64'`). A run that lies in a file is better evaluated as it is read, with `startEvaluation`.
 *
 * @throws `data` error for a NaN score, a document that occurs twice in a topic, or a run that shares no topic with the qrels; `usage`
 *   error where a measure has no exact expectation and `ties` asks for it.
 */
export function evaluate(run: Run, qrels: Qrels, options: EvaluateOptions = {}): Evaluation {
  const evaluator = startEvaluation(qrels, options);
  for (const [topic, ranking] of run.rankings) evaluator.add(topic, packRanking(ranking, topic));
  return evaluator.finish();
}
