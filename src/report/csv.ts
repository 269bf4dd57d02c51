import type { ScoreRow } from './score-row.ts';

const fields = ['benchmark', 'split', 'system', 'protocol', 'queries', 'measure', 'value', 'topics'] as const;

/** Scores as comma-separated values (RFC 4180, LF line ends), one score a line, at full precision. */
export function scoresCsv(rows: readonly ScoreRow[]): string {
  const perTopic = rows.some(({ topic }) => topic !== undefined);
  const columns = perTopic ? ([...fields, 'topic'] as const) : fields;
  const lines = [columns.join(','), ...rows.map((row) => columns.map((field) => csvField(String(row[field] ?? ''))).join(','))];
  return `${lines.join('\n')}\n`;
}

/** Quoted where it holds a comma, a quote or a line break. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
