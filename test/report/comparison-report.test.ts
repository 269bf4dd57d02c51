import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparePair } from '../../src/evaluate/significance/compare-pair.ts';
import { type Column, compareScores } from '../../src/report/comparison.ts';
import { type ComparisonReportOptions, comparisonReport } from '../../src/report/comparison-report.ts';
import type { PairRow, Significance } from '../../src/report/pair-row.ts';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { significanceNotes, systemSigns } from '../../src/report/significance-notes.ts';

const significance: Significance = { test: 't', correction: 'holm', alpha: 0.05, seed: 0, baseline: undefined };
const columns: ReadonlyMap<string, readonly Column[]> = new Map([
  [
    'mini',
    [
      { split: 'household', title: 'House.' },
      { split: 'proofs', title: 'Proofs' },
    ],
  ],
]);
const topics = new Map([
  ['household', 14],
  ['proofs', 18],
]);

const score = (system: string, split: string, value: number): ScoreRow => ({
  benchmark: 'mini',
  split,
  system,
  protocol: '',
  queries: '',
  measure: 'nDCG@10',
  value,
  topics: topics.get(split)!,
});

const rows = [
  score('bm25', 'household', 0.2),
  score('bm25', 'proofs', 0.3),
  score('dense', 'household', 0.5),
  score('dense', 'proofs', 0.31),
  score('late', 'household', 0.21),
];

const pair = (a: string, b: string, split: string, delta: number, pCorrected: number): PairRow => ({
  ...comparePair(Float64Array.of(0.5 + delta, 0.4 + delta / 2, 0.1), Float64Array.of(0.5, 0.4, 0.1)),
  benchmark: 'mini',
  split,
  measure: 'nDCG@10',
  a,
  b,
  delta,
  p: pCorrected / 2,
  pCorrected,
  significant: pCorrected < 0.05,
});

const pairs = [
  pair('bm25', 'dense', 'household', -0.3, 0.001),
  pair('bm25', 'late', 'household', -0.01, 0.9),
  pair('dense', 'late', 'household', 0.29, 0.002),
  pair('bm25', 'dense', 'proofs', -0.01, 0.8),
];

const report = (options: Partial<ComparisonReportOptions> = {}, these = pairs): string =>
  comparisonReport(compareScores(rows, columns, { rowsBy: 'system' }), these, {
    format: 'table',
    significance,
    topicsOf: (_, split) => topics.get(split)!,
    ...options,
  });

test('without a baseline: letters name the systems that one is significantly better than', () => {
  assert.equal(
    report().split('\n\n')[0],
    `mini: nDCG@10, percent
──────────────────────────────────────────────
 #   System    House.   Proofs   Avg. (macro)
──────────────────────────────────────────────
 a   bm25     20.0        30.0           25.0
 b   dense    50.0 ac     31.0           40.5
 c   late     21.0           –              –
──────────────────────────────────────────────
 letters: systems that this one is significantly better than (corrected p < 0.05)
 paired t test, two-sided, Holm-corrected over 4 comparisons (3 pairs of systems × 2 splits, where both have a run)
 topics: House. 14, Proofs 18; 32 in all`,
  );
});

test('with a baseline: daggers with a direction', () => {
  const against = [
    pair('bm25', 'dense', 'household', -0.3, 0.001),
    pair('late', 'dense', 'household', 0.29, 0.002),
    pair('bm25', 'dense', 'proofs', -0.01, 0.8),
  ];
  const text = report({ significance: { ...significance, baseline: 'dense', correction: 'none', alpha: 0.01 } }, against);
  assert.match(text, / System +House\. +Proofs +Avg\. \(macro\)\n/);
  assert.match(text, / bm25 +20\.0 †↓ +30\.0 +25\.0\n/);
  assert.match(text, / late +21\.0 †↑ +– +–\n/);
  assert.match(text, / †: significantly better \(↑\) or worse \(↓\) than dense \(p < 0\.01\)\n/);
  assert.match(text, /paired t test, two-sided, not corrected over 3 comparisons \(2 systems × 2 splits, where both have a run\)/);
  assert.match(text, / Split +System +Δ +99% CI +W\/T\/L +p +d_z +topics needed\n/);
  assert.match(text, / House\. +late +\+29\.0 † /);
});

test('the second table tells every pair', () => {
  const text = report().split('\n\n')[1]!;
  assert.match(text, /^mini: nDCG@10, differences\n/);
  assert.match(text, / Split +A +B +Δ +95% CI +W\/T\/L +p +p corr\. +d_z +topics needed\n/);
  assert.match(text, / House\. +bm25 +dense +−30\.0 † +−52\.3 … \+22\.3 +0\/1\/2 +0\.0005 +0\.0010 +−1\.00 +10\n/);
  assert.equal(text.match(/^ (House|Proofs)/gm)!.length, 4);
});

test('one system is a table without pairs', () => {
  const text = comparisonReport(compareScores(rows.slice(0, 2), columns), [], { format: 'md', significance, topicsOf: () => 5 });
  assert.doesNotMatch(text, /letters|†|\*\*\d|<u>|differences/);
  assert.match(text, /topics: House\. 5, Proofs 5; 10 in all {2}\n$/);
});

test('Markdown has both tables, LaTeX and HTML the scores alone', () => {
  const md = report({ format: 'md' });
  assert.match(md, /\| b {3}\| dense +\| \*\*50\.0\*\*<sup>ac<\/sup> \|/);
  assert.match(md, /\*\*mini: nDCG@10, differences\*\*/);
  assert.match(
    report({ format: 'latex' }),
    /b & dense & \\textbf\{50\.0\}\\textsuperscript\{ac\} & \\textbf\{31\.0\} & \\textbf\{40\.5\} \\\\/,
  );
  assert.equal(report({ format: 'latex' }).match(/begin\{tabular\}/g)!.length, 1);
  assert.equal(report({ format: 'html' }).match(/<table>/g)!.length, 1);
  assert.match(report({ format: 'html' }), /<td><strong>50\.0<\/strong><sup>ac<\/sup><\/td>/);
});

test('special cases print without NaN, and are named', () => {
  const same = comparePair(Float64Array.of(0.5, 0.5), Float64Array.of(0.5, 0.5));
  const one = comparePair(Float64Array.of(0.5), Float64Array.of(0.25));
  const special = [same, one].map(
    (compared, at): PairRow => ({
      ...compared,
      benchmark: 'mini',
      split: 'household',
      measure: 'nDCG@10',
      a: 'bm25',
      b: at === 0 ? 'dense' : 'late',
      pCorrected: 1,
      significant: false,
    }),
  );
  const text = report({}, special);
  assert.doesNotMatch(text, /NaN|Infinity|null|undefined/);
  assert.match(text, / bm25 +dense +0\.0 +0\.0 … 0\.0 +0\/2\/0 +1\.0000 +1\.0000 +0\.00 +– +identical\n/);
  assert.match(text, / bm25 +late +\+25\.0 +– +1\/0\/0 +1\.0000 +1\.0000 +– +– +one topic\n/);
});

test('signs go on behind z, and are parted where they are longer than a letter', () => {
  const signs = systemSigns(29);
  assert.deepEqual([signs[0], signs[25], signs[26], signs[28]], ['a', 'z', 'aa', 'ac']);
  const systems = signs.map((sign) => `system ${sign}`);
  const many = ['a', 'z', 'ac'].map((sign) => pair('system b', `system ${sign}`, 'household', 0.1, 0.01));
  assert.equal(significanceNotes(many, significance, systems, signs)('system b', 'household'), 'a,z,ac');
  assert.equal(significanceNotes(many, significance, systems, signs)('system a', 'household'), undefined);
});
