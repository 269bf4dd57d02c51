import Table from 'cli-table3';
import { printable } from '../support/printable.ts';
import { alignOf, type Cell, cellOf, type TextTable } from './cells.ts';

/** Rules above, below and under the head, none between columns or rows: the look of a table in a paper. */
const rules = {
  top: '─',
  'top-mid': '─',
  'top-left': '',
  'top-right': '',
  bottom: '─',
  'bottom-mid': '─',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  'mid-mid': '─',
  right: '',
  'right-mid': '',
  middle: ' ',
} as const;

export interface TerminalTableOptions {
  /** Whether the terminal shows bold and underlined text; without it, marks are left out. No unless told. */
  readonly emphasis?: boolean | undefined;
  /** Columns of the terminal: the widest columns of a wider table are wrapped at words. Not wrapped unless told. */
  readonly width?: number | undefined;
}

/** A table for a terminal, without colours. Widths follow what is shown: wide characters and emoji take two columns. */
export function terminalTable(
  textTable: TextTable,
  { emphasis = false, width = Number.POSITIVE_INFINITY }: TerminalTableOptions = {},
): string {
  const { head, rows } = textTable;
  const table = new Table({
    chars: rules,
    head: head.map(printable),
    colAligns: head.map((_, column) => alignOf(textTable, column)),
    style: { head: [], border: [], compact: true },
    colWidths: fitColumns(textTable, width),
    wordWrap: true,
  });
  const notes = head.map((_, column) => Math.max(...rows.map((row) => noteWidth(cellOf(row[column]!)))));
  table.push(...rows.map((row) => row.map((cell, column) => renderCell(cellOf(cell), notes[column]!, emphasis))));
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

/** Two columns of space around a cell, and one between cells. */
const around = 3;
const narrowest = 16;

/** Widths for the columns that have to give way, the widest first; null for those that stay as they are. */
function fitColumns({ head, rows }: TextTable, width: number): (number | null)[] {
  const natural = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => cellOf(row[column]!).text)].map((text) => printable(text).length)),
  );
  const fitted = [...natural];
  let over = fitted.reduce((sum, each) => sum + each + around, 0) - width;
  while (over > 0) {
    const widest = fitted.indexOf(Math.max(...fitted));
    const next = Math.max(narrowest, ...fitted.filter((_, column) => column !== widest));
    const cut = Math.min(over, fitted[widest]! - next || 1);
    if (fitted[widest]! - cut < narrowest) break;
    fitted[widest]! -= cut;
    over -= cut;
  }
  return fitted.map((each, column) => (each < natural[column]! ? each + 2 : null));
}

/** Notes of a column are as wide as its widest, so that the figures before them stand in line. */
function renderCell({ text, mark, note }: Cell, width: number, emphasis: boolean): string {
  const shown = printable(text);
  const [on, off] = emphasis && mark !== undefined ? emphases[mark] : ['', ''];
  return `${on}${shown}${off}${(note === undefined ? '' : ` ${printable(note)}`).padEnd(width)}`;
}

function noteWidth({ note }: Cell): number {
  return note === undefined ? 0 : printable(note).length + 1;
}

/** SGR: bold, underlined, and the end of each. */
const emphases = { best: ['\x1b[1m', '\x1b[22m'], second: ['\x1b[4m', '\x1b[24m'] } as const;
