import { printable } from '../support/printable.ts';
import { alignOf, type Cell, cellOf, type TextTable } from './cells.ts';

/** A GitHub-flavoured Markdown table. Best figures are bold, second ones underlined; what Markdown would take for markup is escaped. */
export function markdownTable(table: TextTable): string {
  const all = [table.head, ...table.rows].map((row) => row.map((cell) => renderCell(cellOf(cell))));
  const widths = table.head.map((_, column) => Math.max(3, ...all.map((row) => row[column]!.length)));
  const left = (column: number): boolean => alignOf(table, column) === 'left';
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (left(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (left(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [top, ...body] = all.map(line);
  return `${[top, rule, ...body].join('\n')}\n`;
}

/** Text that Markdown shows as it is, on one line. Underscores within words are no markup and stay. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[\\|<`*[\]~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
}

function renderCell({ text, mark, note }: Cell): string {
  const figure = escapeMarkdown(text);
  const marked = mark === 'best' ? `**${figure}**` : mark === 'second' ? `<u>${figure}</u>` : figure;
  return note === undefined ? marked : `${marked}<sup>${escapeMarkdown(note)}</sup>`;
}
