import { listScoreTables } from '../../check/score-table.ts';
import { checkAverages } from '../../check/table-averages.ts';
import type { Entry } from '../../report/entries.ts';

/** Published tables, with what they say of themselves and the averages that their cells do not give. */
export async function listTables(): Promise<readonly Entry[]> {
  return (await listScoreTables()).map((table) => {
    const findings = checkAverages(table).map(({ system, published, recomputed, finding }) => {
      const why = { rounding: 'may come of rounding', off: 'is not its mean', incomplete: 'has cells missing' }[finding];
      return `${system}: the average ${published} ${why} (${recomputed.toFixed(table.decimals + 1)})`;
    });
    return {
      table: table.id,
      title: table.title,
      systems: table.rows.length,
      columns: table.columns.length,
      notes: [...(table.notes ?? []), ...findings].join(' · '),
    };
  });
}
