import type { Comparison } from './comparison.ts';
import { correctionNames } from './pair-cells.ts';
import type { PairRow, Significance } from './pair-row.ts';

const testNames: Readonly<Record<Significance['test'], string>> = {
  t: 'paired t test',
  randomization: 'paired randomization test',
  bootstrap: 'paired bootstrap test',
  wilcoxon: 'Wilcoxon signed-rank test',
  sign: 'sign test',
};

export interface LegendOptions {
  /** All pairs of the measure, over every table: the family that is corrected. */
  readonly family: readonly PairRow[];
  readonly significance: Significance;
  /** Topics that figures are taken over, per column; 0 where it isn't known. */
  readonly topics: readonly number[];
  /** Whether the format shows marks. */
  readonly marks: boolean;
}

/** What a reader has to know of a table, in lines: marks, significance, topics. */
export function comparisonLegend({ columns, rows }: Comparison, { family, significance, topics, marks }: LegendOptions): readonly string[] {
  return [
    ...(marks && rows.length > 1 ? ['bold: best of the column; underlined: second'] : []),
    ...(family.length === 0 ? [] : [claim(significance), method(family, significance)]),
    ...topicCounts(columns, topics),
  ];
}

function topicCounts(columns: Comparison['columns'], topics: readonly number[]): readonly string[] {
  const known = columns.flatMap(({ title }, at) => (topics[at] === 0 ? [] : [`${title} ${topics[at]}`]));
  if (known.length === 0) return [];
  const all = topics.reduce((sum, count) => sum + count, 0);
  if (columns.length === 1) return [`topics: ${all}`];
  return [`topics: ${known.join(', ')}${known.length === columns.length ? `; ${all} in all` : ''}`];
}

function claim({ baseline, alpha, correction }: Significance): string {
  const p = correction === 'none' ? 'p' : 'corrected p';
  if (baseline === undefined) return `letters: systems that this one is significantly better than (${p} < ${alpha})`;
  return `†: significantly better (↑) or worse (↓) than ${baseline} (${p} < ${alpha})`;
}

function method(family: readonly PairRow[], { test, correction, baseline }: Significance): string {
  const corrected = correction === 'none' ? 'not corrected' : `${correctionNames[correction]}-corrected`;
  const pairs = new Set(family.map(({ a, b }) => JSON.stringify([a, b]))).size;
  const splits = new Set(family.map(({ benchmark, split }) => JSON.stringify([benchmark, split]))).size;
  const one = baseline === undefined ? 'pair of systems' : 'system';
  const many = baseline === undefined ? 'pairs of systems' : 'systems';
  const product = `${pairs} ${pairs === 1 ? one : many} × ${splits} ${splits === 1 ? 'split' : 'splits'}`;
  const whole = family.length === pairs * splits ? product : `${product}, where both have a run`;
  return `${testNames[test]}, two-sided, ${corrected} over ${family.length} comparison${family.length === 1 ? '' : 's'} (${whole})`;
}

/** What the columns of the table of pairs mean. */
export function pairsLegend({ baseline, alpha, test }: Significance): readonly string[] {
  const difference = baseline === undefined ? 'A − B' : `system − ${baseline}`;
  const interval = test === 't' ? "Student's" : 'BCa bootstrap';
  return [
    `Δ: ${difference}, percentage points, with its ${interval} interval; †: significant; W/T/L: topics on which ${baseline === undefined ? 'A' : 'the system'} wins, ties, loses`,
    `d_z: mean difference / its standard deviation; topics needed: those at which a t test would find a difference of this size (power 80%, α ${alpha})`,
  ];
}
