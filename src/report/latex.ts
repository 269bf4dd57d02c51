import { printable } from '../support/printable.ts';
import { alignOf, cellOf, type TextTable } from './cells.ts';
import { sentence } from './figures.ts';

export interface LatexTableOptions {
  readonly caption: string;
  /** Below the table, in small print. */
  readonly notes: readonly string[];
}

/**
 * A floating table in the style of booktabs, to be put into a paper as it is; one that is too wide for its column is made smaller. Best figures are bold,
 * second ones underlined; figures with a raised note stand in line with those without. Its first lines say what the paper has to load.
 */
export function latexTable(table: TextTable, { caption, notes }: LatexTableOptions): string {
  const widest = table.head.map((_, column) =>
    table.rows.map((row) => cellOf(row[column]!).note ?? '').reduce((a, b) => (b.length > a.length ? b : a), ''),
  );
  const rows = table.rows.map((row) => row.map((cell, column) => renderCell(cell, widest[column]!)));
  const columns = table.head.map((_, column) => (alignOf(table, column) === 'left' ? 'l' : 'r')).join('');
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`;
  const lines = [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(caption)}.}`,
    '  \\smallskip',
    '  \\begin{adjustbox}{max width=\\linewidth}',
    `  \\begin{tabular}{${columns}}`,
    '    \\toprule',
    line(table.head.map(escapeLatex)),
    '    \\midrule',
    ...rows.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '  \\end{adjustbox}',
    '',
    '  \\smallskip',
    `  {\\footnotesize\\raggedright ${notes.map((note) => `${escapeLatex(sentence(note))}.`).join(' ')}\\par}`,
    '\\end{table}',
  ].join('\n');
  return `${[...needs(lines), lines].join('\n')}\n`;
}

/** What TeX needs for these lines, as comments. */
function needs(lines: string): readonly string[] {
  const accented = /[\u00a1-\u017f]/.test(lines) ? ' \\usepackage[T1]{fontenc}' : '';
  // Typographic quotes and dashes are in every text font.
  const foreign = new Set(lines.match(/[^\n\x20-\x7e\u00a1-\u017f\u2013\u2014\u2018-\u201e]/gu));
  return [
    `% needs \\usepackage{booktabs} \\usepackage{adjustbox}${accented}`,
    ...(foreign.size === 0 ? [] : [`% pdfLaTeX has no fonts for ${[...foreign].join(' ')}; XeLaTeX and LuaLaTeX take fonts that have, as with fontspec`]),
  ];
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
  '←': '$\\leftarrow$',
  '→': '$\\rightarrow$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '≈': '$\\approx$',
  '∞': '$\\infty$',
  Δ: '$\\Delta$',
  α: '$\\alpha$',
  β: '$\\beta$',
  γ: '$\\gamma$',
  λ: '$\\lambda$',
  μ: '$\\mu$',
  σ: '$\\sigma$',
};

/** Text as TeX shows it, on one line. */
export function escapeLatex(text: string): string {
  return printable(text).replace(/[\\{}$&#%_^~<>|–−×·…†↑↓←→≤≥≈∞Δαβγλμσ]/g, (character) => commands[character]!);
}
