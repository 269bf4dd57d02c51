import { writeParquetTable } from '../support/parquet-table-writer.ts';
import type { RunSource } from './run-source.ts';
import { runHead, runRows } from './run-table.ts';

/**
 * Writes a run as a Parquet file with the columns topic, document (UTF-8) and score (float64), documents in the order of their rankings, in
 * row groups. The file appears whole or not at all. The run's name has no place in it.
 *
 * @throws `data` error for an id that is empty, holds a zero character or half a surrogate pair, and for a score that is not finite.
 */
export async function writeParquetRun(path: string, run: RunSource): Promise<void> {
  await writeParquetTable(path, runHead, runRows(run));
}
