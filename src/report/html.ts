import { printable } from '../support/printable.ts';
import { alignOf, cellOf, type TextTable } from './cells.ts';
import { sentence } from './figures.ts';

export interface HtmlTableOptions {
  readonly caption: string;
  /** Lines below the table, in small print. */
  readonly notes: readonly string[];
}

/**
 * The colours are the reader's own, so that light and dark both read well. Where a table is too wide for the window it alone moves sideways, under the
 * names of its rows; on a narrow one names take no more than a part of the width.
 */
const style = [
  ':root{color-scheme:light dark}',
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem}',
  'figure{margin:0 0 2rem}',
  '.scroll{overflow-x:auto}',
  'table{border-collapse:collapse;border-block:2px solid;font-variant-numeric:tabular-nums}',
  'h2{font-size:1em;margin:0 0 .4rem}',
  'th,td{padding:.2rem .7rem;text-align:right;white-space:nowrap}',
  'thead{border-bottom:1px solid}',
  'th{font-weight:600}tbody th{font-weight:400}',
  '.l{text-align:left;position:sticky;left:0;background:Canvas}',
  'sup{font-size:.7em;line-height:0}',
  'figcaption{font-size:.85em;opacity:.8;margin-top:.4rem;max-width:60rem}',
  '@media(max-width:40rem){body{margin:1rem}th,td{padding:.2rem .4rem}.l{white-space:normal;overflow-wrap:anywhere;min-width:1ch;max-width:40vw}}',
].join('');

/** A page that needs nothing else. Best figures are strong, second ones underlined. */
export function htmlPage(title: string, tables: readonly string[]): string {
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    ...tables,
    '</html>',
  ].join('\n')}\n`;
}

export function htmlTable(table: TextTable, { caption, notes }: HtmlTableOptions): string {
  const isLeft = (column: number): boolean => alignOf(table, column) === 'left';
  const head = table.head.map((text, column) => `<th scope="col"${isLeft(column) ? ' class="l"' : ''}>${escapeHtml(text)}</th>`).join('');
  const rows = table.rows.map((row) => `<tr>${row.map((cell, column) => renderCell(cell, isLeft(column))).join('')}</tr>`);
  return [
    '<figure>',
    '<table>',
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody>',
    '</table>',
    `<figcaption>${notes.map((note) => `${escapeHtml(sentence(note))}.`).join('<br>\n')}</figcaption>`,
    '</figure>',
  ].join('\n');
}

/** Cells on the left name the row. */
function renderCell(cell: TextTable['rows'][number][number], isName: boolean): string {
  const { text, mark, note } = cellOf(cell);
  const figure = escapeHtml(text);
  const marked = mark === 'best' ? `<strong>${figure}</strong>` : mark === 'second' ? `<u>${figure}</u>` : figure;
  const content = `${marked}${note === undefined ? '' : `<sup>${escapeHtml(note)}</sup>`}`;
  return isName ? `<th scope="row" class="l">${content}</th>` : `<td>${content}</td>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
