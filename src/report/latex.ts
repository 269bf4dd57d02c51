import { printable } from '../support/printable.ts';
import { alignOf, cellOf, longestNotes, type TextTable } from './cells.ts';
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
  const widest = longestNotes(table);
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

/** Letters with accents that LaTeX knows, with fonts in the T1 encoding. */
const accented = /[\u00a1-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e]/;
/** What else it knows with any font: ASCII, dashes and quotes. */
const ordinary = /[\n\x20-\x7e\u2013\u2014\u2018-\u201e]/;

/** What TeX needs for these lines, as comments. */
function needs(lines: string): readonly string[] {
  const characters = [...new Set(lines)].filter((character) => !ordinary.test(character));
  const foreign = characters.filter((character) => !accented.test(character));
  const encoding = foreign.length < characters.length ? ' \\usepackage[T1]{fontenc}' : '';
  return [
    `% needs \\usepackage{booktabs} \\usepackage{adjustbox}${encoding}`,
    ...(foreign.length === 0 ? [] : [`% pdfLaTeX has no fonts for ${foreign.join(' ')}: XeLaTeX and LuaLaTeX can use some that have`]),
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
