import { printable } from '../support/printable.ts';
import { alignOf, cellOf, longestNotes, type TextTable } from './cells.ts';
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
  '.scroll{overflow-x:auto;outline-offset:.3rem}',
  'table{border-collapse:collapse;border-block:2px solid;font-variant-numeric:tabular-nums}',
  'caption{text-align:left;font-weight:600;padding-bottom:.4rem}',
  'caption span{display:inline-block;position:sticky;left:0}',
  'th,td{padding:.2rem .7rem;text-align:right;white-space:nowrap}',
  'thead{border-bottom:1px solid}',
  'th{font-weight:600}tbody th{font-weight:400}',
  '.l{text-align:left;position:sticky;left:0;background:Canvas}',
  'sup{font-size:.7em;line-height:0}.blank{visibility:hidden}',
  'figcaption{font-size:.85em;opacity:.8;margin-top:.4rem;max-width:60rem}',
  '@media(max-width:40rem){body{margin:1rem}th,td{padding:.2rem .4rem}',
  'tbody th:last-of-type{white-space:normal;overflow-wrap:anywhere;min-width:7rem}}',
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
  const widest = longestNotes(table);
  const rows = table.rows.map((row) => `<tr>${row.map((cell, column) => renderCell(cell, widest[column]!, isLeft(column))).join('')}</tr>`);
  return [
    '<figure>',
    // In the order of the Tab key, so that the keyboard moves it as well.
    `<div class="scroll" role="region" aria-label="${escapeHtml(caption)}" tabindex="0">`,
    '<table>',
    `<caption><span>${escapeHtml(caption)}</span></caption>`,
    `<thead><tr>${head}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody>',
    '</table>',
    '</div>',
    `<figcaption>${notes.map((note) => `${escapeHtml(sentence(note))}.`).join('<br>\n')}</figcaption>`,
    '</figure>',
  ].join('\n');
}

/** Cells on the left name the row. What a note is shorter than the widest is there unseen, so that figures stand in line. */
function renderCell(cell: TextTable['rows'][number][number], widest: string, isName: boolean): string {
  const { text, mark, note } = cellOf(cell);
  const figure = escapeHtml(text);
  const marked = mark === 'best' ? `<strong>${figure}</strong>` : mark === 'second' ? `<u>${figure}</u>` : figure;
  const missing = widest.slice(note?.length ?? 0);
  const blank = missing === '' ? '' : `<sup class="blank" aria-hidden="true">${escapeHtml(missing)}</sup>`;
  const content = `${marked}${note === undefined ? '' : `<sup>${escapeHtml(note)}</sup>`}${blank}`;
  return isName ? `<th scope="row" class="l">${content}</th>` : `<td>${content}</td>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
