import { comparisonCells, type TextTable } from './cells.ts';
import type { Column, Comparison } from './comparison.ts';
import { compareScores } from './comparison.ts';
import { scoresCsv } from './csv.ts';
import { count, percent } from './figures.ts';
import { markdownTable } from './markdown.ts';
import type { ScoreRow } from './score-row.ts';
import { terminalTable } from './terminal.ts';

export interface ScoresReportOptions {
  readonly format: 'table' | 'md' | 'csv';
  /** Splits of each benchmark in order, with their short titles. */
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  /** Names of the measures that get a table; csv has all rows whatever is shown. */
  readonly shown: (benchmark: string, measure: string) => boolean;
  /** Names of measures whose figures are counts, shown as they are rather than in percent. */
  readonly counts?: ReadonlySet<string> | undefined;
  /** For a table: see TerminalTableOptions. */
  readonly emphasis?: boolean | undefined;
}

/** Scores as a person reads or pastes them: a titled table per benchmark and measure, or lines of CSV. */
export function scoresReport(rows: readonly ScoreRow[], { format, columns, shown, counts, emphasis }: ScoresReportOptions): string {
  if (format === 'csv') return scoresCsv(rows);
  const tables = compareScores(
    rows.filter(({ benchmark, measure }) => shown(benchmark, measure)),
    columns,
  );
  const render = (table: TextTable): string => (format === 'md' ? markdownTable(table) : terminalTable(table, { emphasis }));
  return tables
    .map((table) => {
      const figure = counts?.has(table.measure) ? count : percent;
      return `${title(table, format, figure === percent)}${render(comparisonCells(table, { figure }))}`;
    })
    .join('\n');
}

/** Names what all rows of the table share: measure, protocol, queries. */
function title({ benchmark, measure, rows }: Comparison, format: 'table' | 'md', inPercent: boolean): string {
  const shared = (field: 'protocol' | 'queries'): string | undefined =>
    rows.every((row) => row[field] === rows[0]![field]) ? rows[0]![field] : undefined;
  const queries = shared('queries');
  const parts = [`${benchmark}: ${measure}${inPercent ? ', percent' : ''}`, shared('protocol'), queries && `${queries} queries`];
  const text = parts.filter((part) => part !== undefined).join(' · ');
  return format === 'md' ? `**${text}**\n\n` : `${text}\n`;
}
