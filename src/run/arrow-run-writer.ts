import { writeArrowTable } from '../support/arrow-table-writer.ts';
import type { RunSource } from './run-source.ts';
import { runHead, runRows } from './run-table.ts';

/**
 * Writes a run as an Arrow IPC file with the columns topic, document (UTF-8) and score (float64), documents in the order of their rankings, in
 * record batches. The file appears whole or not at all. The run's name has no place in it.
 *
 * @throws `data` error for an id that is empty, holds a zero character or half a surrogate pair, and for a score that is not finite.
 */
export async function writeArrowRun(path: string, run: RunSource): Promise<void> {
  await writeArrowTable(path, runHead, runRows(run));
}
