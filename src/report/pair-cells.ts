import type { TextTable } from './cells.ts';
import type { Column } from './comparison.ts';
import { hundredths, points, pValueText, whole } from './figures.ts';
import type { PairRow, Significance } from './pair-row.ts';

export const correctionNames: Readonly<Record<Significance['correction'], string>> = {
  holm: 'Holm',
  bonferroni: 'Bonferroni',
  bh: 'Benjamini–Hochberg',
  none: 'none',
};

/**
 * The differences between systems, one pair and split a line: how large, how sure, and on how many topics either is ahead. Differences are percentage points.
 *
 * @param pairs those of one table, at least one.
 * @param columns its splits.
 */
export function pairCells(pairs: readonly PairRow[], columns: readonly Column[], significance: Significance): TextTable {
  const { baseline, correction, alpha } = significance;
  const titles = new Map(columns.map(({ split, title }) => [split, title]));
  const names = baseline === undefined ? ['A', 'B'] : ['System'];
  const corrected = correction === 'none' ? [] : ['p corr.'];
  const special = pairs.some(({ degeneracy }) => degeneracy !== null);
  const figures = ['Δ', `${Math.round((1 - alpha) * 1000) / 10}% CI`, 'W/T/L', 'p', ...corrected, 'd_z', 'topics needed'];
  return {
    head: ['Split', ...names, ...figures, ...(special ? ['Note'] : [])],
    align: ['left', ...names.map(() => 'left' as const), ...figures.map(() => 'right' as const), ...(special ? (['left'] as const) : [])],
    rows: pairs.map((pair) => [
      titles.get(pair.split) ?? pair.split,
      ...(baseline === undefined ? [pair.a, pair.b] : [pair.a]),
      { text: points(pair.delta), note: pair.significant ? '†' : undefined },
      pair.ci === null ? '–' : `${points(pair.ci.low)} … ${points(pair.ci.high)}`,
      `${pair.wins}/${pair.ties}/${pair.losses}`,
      pValueText(pair.p),
      ...(correction === 'none' ? [] : [pValueText(pair.pCorrected)]),
      hundredths(pair.effectSize.dz),
      whole(pair.detectableTopics),
      ...(special ? [pair.degeneracy ?? ''] : []),
    ]),
  };
}
