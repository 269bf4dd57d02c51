import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TextTable } from '../../src/report/cells.ts';
import { htmlPage, htmlTable } from '../../src/report/html.ts';
import { jsonText } from '../../src/report/json.ts';
import { latexTable } from '../../src/report/latex.ts';
import { escapeMarkdown, markdownTable } from '../../src/report/markdown.ts';
import { terminalTable } from '../../src/report/terminal.ts';

const table: TextTable = {
  head: ['System', 'A|B', 'C & D'],
  rows: [
    ['bm25_k1', { text: '21.9', mark: 'best', note: '†↑' }, '–'],
    ['<b>x</b>', { text: '7.0', mark: 'second' }, { text: '100.0', note: '†' }],
  ],
};

const ESC = '\x1b';
const hostile = `a${ESC}[2Jb\u202Ec`;

test('Markdown: bold, underline, raised notes; markup in texts is escaped', () => {
  assert.equal(
    markdownTable(table),
    String.raw`| System     |                  A\|B |             C & D |
| ---------- | --------------------: | ----------------: |
| bm25_k1    | **21.9**<sup>†↑</sup> |                 – |
| \<b>x\</b> |            <u>7.0</u> | 100.0<sup>†</sup> |
`,
  );
});

test('Markdown: what would be markup is escaped, ordinary names stay as they are', () => {
  assert.equal(escapeMarkdown('theoremqa_theorems bm25@k1=0.9,b=0.4'), 'theoremqa_theorems bm25@k1=0.9,b=0.4');
  assert.equal(escapeMarkdown('*a* _b_ `c` [d](e) ~f~ &lt; & \\'), '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\~f\\~ \\&lt; & \\\\');
  assert.equal(escapeMarkdown(hostile), 'a [2Jbc'.replace('[', '\\['));
});

test('a terminal without emphasis gets plain text, its figures in line whatever their notes', () => {
  const lines = terminalTable(table).split('\n');
  assert.deepEqual(lines.slice(1, 2), [' System         A|B     C & D']);
  assert.deepEqual(lines.slice(3, 5), [' bm25_k1    21.9 †↑       –', ' <b>x</b>    7.0      100.0 †']);
});

test('a terminal with emphasis gets bold and underlined figures, and the same widths', () => {
  const shown = terminalTable(table, { emphasis: true });
  assert.ok(shown.includes(`${ESC}[1m21.9${ESC}[22m †↑`), shown);
  assert.ok(shown.includes(`${ESC}[4m7.0${ESC}[24m`), shown);
  assert.equal(shown.replaceAll(new RegExp(`${ESC}\\[\\d+m`, 'g'), ''), terminalTable(table));
});

test('a terminal is not told what to do by texts', () => {
  const shown = terminalTable({ head: ['x', 'y'], rows: [[hostile, { text: hostile, mark: 'best', note: hostile }]] });
  assert.doesNotMatch(shown.replaceAll('\n', ''), /\p{Cc}|\u202E/u);
});

test('LaTeX: booktabs, escaped, decimals in line by phantom notes', () => {
  assert.equal(
    latexTable(table, { caption: 'mini: 100% of α', notes: ['bold: best', 'corrected p < 0.05'] }),
    String.raw`% needs \usepackage{booktabs} \usepackage{adjustbox}
\begin{table}
  \centering
  \caption{mini: 100\% of $\alpha$.}
  \smallskip
  \begin{adjustbox}{max width=\linewidth}
  \begin{tabular}{lrr}
    \toprule
    System & A\textbar{}B & C \& D \\
    \midrule
    bm25\_k1 & \textbf{21.9}\textsuperscript{\dag{}$\uparrow$} & --\phantom{\textsuperscript{\dag{}}} \\
    $<$b$>$x$<$/b$>$ & \underline{7.0}\phantom{\textsuperscript{\dag{}$\uparrow$}} & 100.0\textsuperscript{\dag{}} \\
    \bottomrule
  \end{tabular}
  \end{adjustbox}

  \smallskip
  {\footnotesize\raggedright Bold: best. Corrected p $<$ 0.05.\par}
\end{table}
`,
  );
});

test('LaTeX: nothing of a text reaches TeX as a command', () => {
  const text = latexTable({ head: ['\\input{x}'], rows: [['$x^2_1$ ~#&%{}']] }, { caption: 'c', notes: ['n'] });
  assert.match(text, /\\textbackslash\{\}input\\\{x\\\}/);
  assert.match(text, /\\\$x\\textasciicircum\{\}2\\_1\\\$ \\textasciitilde\{\}\\#\\&\\%\\\{\\\}/);
});

test('LaTeX: says what letters with accents need, and which characters pdfLaTeX has no fonts for', () => {
  const needs = (name: string): string =>
    latexTable({ head: ['System'], rows: [[name]] }, { caption: 'c', notes: ['n'] }).split('\\begin{table}')[0]!;
  const packages = '% needs \\usepackage{booktabs} \\usepackage{adjustbox}';
  assert.equal(needs('a–b “q” ’ ≥ λ ←'), `${packages}\n`);
  assert.equal(needs('Größe Łódź ą'), `${packages} \\usepackage[T1]{fontenc}\n`);
  assert.match(needs('é 検索 😀 検 Ħ'), /\[T1\]\{fontenc\}\n% pdfLaTeX has no fonts for 検 索 😀 Ħ: XeLaTeX and LuaLaTeX/);
});

test('HTML: escaped, strong and underlined, rows named by their header cell', () => {
  const html = htmlTable(table, { caption: '<script>', notes: ['corrected p < 0.05'] });
  assert.match(html, /<caption><span>&lt;script&gt;<\/span><\/caption>/);
  assert.match(html, /<tr><th scope="row" class="l">bm25_k1<\/th><td><strong>21\.9<\/strong><sup>†↑<\/sup><\/td><td>–<sup/);
  assert.match(html, /<th scope="row" class="l">&lt;b&gt;x&lt;\/b&gt;<\/th><td><u>7\.0<\/u><sup/);
  assert.match(html, /<td>–<sup class="blank" aria-hidden="true">†<\/sup><\/td>/, 'figures stand in line with those that have notes');
  assert.match(
    html,
    /<div class="scroll" role="region" aria-label="&lt;script&gt;" tabindex="0">\n<table>/,
    'the keyboard reaches what moves',
  );
  assert.match(html, /<figcaption>Corrected p &lt; 0\.05\.<\/figcaption>/);
  const page = htmlPage('a "b" & c', [html]);
  assert.match(page, /^<!doctype html>\n<html lang="en">\n<meta charset="utf-8">/);
  assert.match(page, /<title>a &quot;b&quot; &amp; c<\/title>/);
  assert.match(page, /color-scheme:light dark/);
  assert.doesNotMatch(page, /src=|href=|url\(|<script/);
});

test('JSON reads back to the same value and holds no character that steers a terminal', () => {
  const value = { text: `${hostile}\u009b\u007f\u2028`, list: [1, null] };
  const text = jsonText(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}|[\u2028\u202E]/u);
});
