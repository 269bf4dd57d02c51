import type { TableRow } from './score-table.ts';

/** What a row is called on the command line and in results; no two rows of a table share it. */
export function rowName({ id, system }: Pick<TableRow, 'id' | 'system'>): string {
  return id ?? system;
}
