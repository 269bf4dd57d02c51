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
}

/** A table for a terminal, without colours. Widths follow what is shown: wide characters and emoji take two columns. */
export function terminalTable(textTable: TextTable, { emphasis = false }: TerminalTableOptions = {}): string {
  const { head, rows } = textTable;
  const table = new Table({
    chars: rules,
    head: head.map(printable),
    colAligns: head.map((_, column) => alignOf(textTable, column)),
    style: { head: [], border: [], compact: true },
  });
  const notes = head.map((_, column) => Math.max(...rows.map((row) => noteWidth(cellOf(row[column]!)))));
  table.push(...rows.map((row) => row.map((cell, column) => renderCell(cellOf(cell), notes[column]!, emphasis))));
  return `${table.toString().replace(/ +$/gm, '')}\n`;
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
