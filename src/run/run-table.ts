import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import type { TableHead, TableRows } from '../support/table.ts';
import type { RunSource } from './run-source.ts';

/** A run as a table. The run's name has no place in it. */
export const runHead: TableHead = { columns: { topic: 'id', document: 'id', score: 'number' }, metadata: {} };

/**
 * The rows of a run, a topic at a time, documents in the order of their rankings.
 *
 * @throws `data` error for a score that is not finite.
 */
export async function* runRows({ rankings }: RunSource): AsyncGenerator<TableRows, void> {
  for await (const [topic, { ids, scores }] of rankings) {
    const wrong = scores.findIndex((score) => !Number.isFinite(score));
    if (wrong >= 0) throw dataError(`topic ${quote(topic)}: the score of document ${quote(ids[wrong]!)} is ${scores[wrong]}`);
    yield [new Array<string>(ids.length).fill(topic), ids, scores];
  }
}
