import { mean } from 'simple-statistics';
import type { ScoreTable, TableRow } from './score-table.ts';

/** A published average that its own cells don't give. */
export interface AverageFinding {
  readonly table: string;
  readonly system: string;
  readonly section: string | undefined;
  readonly published: number;
  /** Mean of the cells that are there. */
  readonly recomputed: number;
  /**
   * `rounding`: another figure, but one that the cells before they were rounded could have given. `off`: no cells that round to the published ones give
   * it. `incomplete`: cells are missing, so that nothing follows.
   */
  readonly finding: 'rounding' | 'off' | 'incomplete';
}

/**
 * Holds each published average against the mean of its row. Values rounded to a step s may each be off by s/2, and so may their mean, and the average is
 * rounded once more: a difference up to s/2 is none, up to s may come of rounding.
 */
export function checkAverages(table: ScoreTable): readonly AverageFinding[] {
  return table.rows.flatMap((row) => {
    const found = checkRow(row, 10 ** -table.decimals);
    return found === undefined ? [] : [{ table: table.id, system: row.system, section: row.section, ...found }];
  });
}

function checkRow({ cells, average }: TableRow, step: number): Pick<AverageFinding, 'published' | 'recomputed' | 'finding'> | undefined {
  const values = cells.filter((value) => value !== null);
  if (average === undefined || values.length === 0) return undefined;
  const recomputed = mean(values);
  const difference = Math.abs(recomputed - average);
  // A sum of decimals is off in its last bits.
  const atMost = (limit: number): boolean => difference <= limit + 1e-9;
  if (atMost(step / 2)) return undefined;
  return { published: average, recomputed, finding: values.length < cells.length ? 'incomplete' : atMost(step) ? 'rounding' : 'off' };
}
