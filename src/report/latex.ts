import { printable } from '../support/printable.ts';
import { alignOf, cellOf, type TextTable } from './cells.ts';
import { sentence } from './figures.ts';

export interface LatexTableOptions {
  readonly caption: string;
  /** Below the table, in small print. */
  readonly notes: readonly string[];
}

/**
 * A floating table in the style of booktabs, to be put into a paper as it is. Best figures are bold, second ones underlined; figures with a raised
 * note stand in line with those without.
 */
export function latexTable(table: TextTable, { caption, notes }: LatexTableOptions): string {
  const widest = table.head.map((_, column) =>
    table.rows.map((row) => cellOf(row[column]!).note ?? '').reduce((a, b) => (b.length > a.length ? b : a), ''),
  );
  const rows = table.rows.map((row) => row.map((cell, column) => renderCell(cell, widest[column]!)));
  const columns = table.head.map((_, column) => (alignOf(table, column) === 'left' ? 'l' : 'r')).join('');
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`;
  return `${[
    '% needs \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(caption)}.}`,
    `  \\begin{tabular}{${columns}}`,
    '    \\toprule',
    line(table.head.map(escapeLatex)),
    '    \\midrule',
    ...rows.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '',
    `  {\\footnotesize ${notes.map((note) => `${escapeLatex(sentence(note))}.`).join(' ')}}`,
    '\\end{table}',
  ].join('\n')}\n`;
}

function renderCell(cell: TextTable['rows'][number][number], widest: string): string {
  const { text, mark, note } = cellOf(cell);
  const figure = escapeLatex(text);
  const marked = mark === 'best' ? `\\textbf{${figure}}` : mark === 'second' ? `\\underline{${figure}}` : figure;
  const raised = note === undefined ? '' : `\\textsuperscript{${escapeLatex(note)}}`;
  const missing = widest.slice(note?.length ?? 0);
  return `${marked}${raised}${missing === '' ? '' : `\\phantom{\\textsuperscript{${escapeLatex(missing)}}}`}`;
}

/** What TeX gives a meaning of its own, and signs of ours that its text fonts lack. */
const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '$<$',
  '>': '$>$',
  '|': '\\textbar{}',
  '–': '--',
  '−': '$-$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '…': '\\ldots{}',
  '†': '\\dag{}',
  '↑': '$\\uparrow$',
  '↓': '$\\downarrow$',
  Δ: '$\\Delta$',
  α: '$\\alpha$',
};

/** Text as TeX shows it, on one line. */
export function escapeLatex(text: string): string {
  return printable(text).replace(/[\\{}$&#%_^~<>|–−×·…†↑↓Δα]/g, (character) => commands[character]!);
}
