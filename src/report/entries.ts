import type { TextTable } from './cells.ts';
import { csvField } from './csv.ts';
import { markdownTable } from './markdown.ts';
import { terminalTable } from './terminal.ts';

/** One thing of a list, as JSON has it; a table shows its fields in their order. */
export type Entry = Readonly<Record<string, string | number>>;

export interface EntriesOptions {
  readonly format: 'table' | 'json' | 'md' | 'csv';
  /** What the entries are: the key of the JSON object. */
  readonly name: string;
  /** Fields whose texts are amounts: their columns stand to the right, too. */
  readonly amounts?: readonly string[] | undefined;
  /** Columns of the terminal, for a table; wider ones are wrapped. */
  readonly width?: number | undefined;
}

/** A list in any format. Columns of numbers stand to the right. */
export function renderEntries(entries: readonly Entry[], { format, name, amounts = [], width }: EntriesOptions): string {
  if (format === 'json') return `${JSON.stringify({ [name]: entries }, null, 2)}\n`;
  if (entries.length === 0) return format === 'table' ? `no ${name}\n` : '';
  const fields = Object.keys(entries[0]!);
  const rows = entries.map((entry) => fields.map((field) => String(entry[field] ?? '')));
  if (format === 'csv') return [fields, ...rows].map((row) => `${row.map(csvField).join(',')}\n`).join('');
  const align = fields.map((field) =>
    amounts.includes(field) || entries.some((entry) => typeof entry[field] === 'number') ? 'right' : 'left',
  );
  const table: TextTable = { head: fields, rows, align };
  return format === 'md' ? markdownTable(table) : terminalTable(table, { width });
}
