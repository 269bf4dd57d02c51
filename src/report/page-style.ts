import { printable } from '../support/printable.ts';
import { cellOf, type TextTable } from './cells.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';
import { terminalTable } from './terminal.ts';

export interface PageOptions {
  readonly format: 'table' | 'md';
  /** Columns of the terminal, which texts are fitted to. Only for a table. */
  readonly width: number;
}

/** How a page's parts look in a format. */
export interface PageStyle {
  heading(text: string): string;
  paragraph(text: string): string;
  /** A text of somebody else's, in its own lines, under a title. */
  quotation(title: string, text: string): string;
  table(table: TextTable): string;
  /** A table whose rows end in a longer text: in a line of its own, where that is how the format shows it best, or always in a column. */
  withTexts(table: TextTable, texts: readonly string[], where: 'below' | 'beside'): string;
}

export function pageStyle({ format, width }: PageOptions): PageStyle {
  if (format === 'md') {
    return {
      heading: (text) => `## ${escapeMarkdown(text)}\n`,
      paragraph: (text) => `${escapeMarkdown(text)}\n`,
      quotation: (title, text) =>
        `${escapeMarkdown(title)}:\n\n${linesOf(text)
          .map((line) => `> ${escapeMarkdown(line)}  \n`)
          .join('')}`,
      table: markdownTable,
      withTexts: (table, texts) => markdownTable(textsBeside(table, texts, Number.POSITIVE_INFINITY)),
    };
  }
  return {
    heading: (text) => printable(text),
    paragraph: (text) => `${wrap(printable(text), width - 1).join('\n')}\n`,
    quotation: (title, text) =>
      `${printable(title)}:\n${linesOf(text)
        .map((line) => indent(wrap(printable(line), width - 3)))
        .join('')}`,
    table: terminalTable,
    withTexts: (table, texts, where) => terminalTable((where === 'below' ? textsBelow : textsBeside)(table, texts, width)),
  };
}

/** Texts in the last column, below what stands there. */
function textsBelow(table: TextTable, texts: readonly string[], width: number): TextTable {
  const { head, align, rows } = table;
  const room = roomBeside(table, head.length - 1, width);
  const blank = head.slice(1).map(() => '');
  return { head, align, rows: rows.flatMap((row, at) => (texts[at] === '' ? [row] : [row, [...blank, `  ${fit(texts[at]!, room)}`]])) };
}

/** Texts in a column of their own. */
function textsBeside(table: TextTable, texts: readonly string[], width: number): TextTable {
  const { head, align, rows } = table;
  const room = roomBeside(table, head.length, width);
  return { head: [...head, 'Text'], align: [...(align ?? []), 'left'], rows: rows.map((row, at) => [...row, fit(texts[at]!, room)]) };
}

/** The characters that the first columns of a table leave of the width. */
function roomBeside({ head, rows }: TextTable, columns: number, width: number): number {
  const widths = head
    .slice(0, columns)
    .map((title, column) => Math.max(title.length, ...rows.map((row) => cellOf(row[column]!).text.length)));
  return Math.max(24, width - widths.reduce((sum, one) => sum + one + 3, 0) - 4);
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split(/\r\n|[\r\n]/);
}

function indent(lines: readonly string[]): string {
  return lines.length === 0 ? '\n' : lines.map((line) => `  ${line}\n`).join('');
}

function fit(text: string, room: number): string {
  const characters = [...printable(text)];
  return characters.length <= room ? characters.join('') : `${characters.slice(0, Math.max(1, room - 1)).join('')}…`;
}

/** Lines of at most `width` characters, broken between words where that can be done. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => part.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? [])) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
