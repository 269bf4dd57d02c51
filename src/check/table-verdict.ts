import { mean } from 'simple-statistics';
import type { Cause, Target } from './cause.ts';
import { type Agreement, type AgreementTerms, judgeFigure } from './judge-figure.ts';
import { rowName } from './row-name.ts';
import type { ScoreTable, TableColumn, TableRow } from './score-table.ts';

/** A published figure beside the measured one. Figures are on the 0–1 scale. */
export interface TableVerdict {
  /** `rader/table-1` */
  readonly table: string;
  readonly benchmark: string;
  /** Null for the average over the table's columns. */
  readonly split: string | null;
  /** The row's name. */
  readonly system: string;
  readonly measure: string;
  readonly queries: string;
  readonly expected: number;
  /** Null where nothing was measured. */
  readonly measured: number | null;
  /** measured − expected. */
  readonly delta: number | null;
  readonly tolerance: number;
  readonly verdict: Agreement | 'not run';
  /** Why nothing was measured; null where it was. */
  readonly reason: string | null;
  /** Null where nothing was measured, and for an average. */
  readonly made: MadeFrom | null;
  /** Of a figure that is off. */
  readonly causes: readonly Cause[];
}

/** What a measured figure stands on. */
export interface MadeFrom {
  /** The run file. */
  readonly run: string;
  /** Empty where it isn't known. */
  readonly protocol: string;
  /** Topics that the mean is taken over. */
  readonly topics: number;
  /** Commit of the dataset that judges it; null for one in a folder. */
  readonly commit: string | null;
  /** Whether brightline found the run finished; null for a run that a person gave. */
  readonly reused: boolean | null;
}

/** What became of a cell. */
export type CellOutcome = { readonly value: number; readonly made: MadeFrom } | { readonly reason: string };

/** Undefined where the table has no figure in the cell. */
export function judgeCell(table: ScoreTable, row: TableRow, column: TableColumn, outcome: CellOutcome): TableVerdict | undefined {
  const published = row.cells[table.columns.indexOf(column)];
  if (published === null || published === undefined) return undefined;
  const { split, benchmark = table.benchmark, measure = table.measure } = column;
  const measured = 'reason' in outcome ? null : outcome.value;
  return {
    ...judge(table, row, published, measured),
    benchmark,
    split,
    measure,
    reason: 'reason' in outcome ? outcome.reason : null,
    made: 'reason' in outcome ? null : outcome.made,
  };
}

/**
 * Judges a row's average by the mean of what was measured, which is taken over the columns of the published one or not at all. Undefined where the table has none.
 *
 * @param cells verdicts of the row, whatever else is among them.
 */
export function judgeAverage(table: ScoreTable, row: TableRow, cells: readonly TableVerdict[]): TableVerdict | undefined {
  if (row.average === undefined) return undefined;
  const values = cells.filter(({ system }) => system === rowName(row)).flatMap(({ measured }) => (measured === null ? [] : [measured]));
  const wanted = row.cells.filter((value) => value !== null).length;
  const complete = values.length === wanted;
  return {
    ...judge(table, row, row.average, complete ? mean(values) : null),
    benchmark: table.benchmark,
    split: null,
    measure: table.measure,
    reason: complete ? null : `an average of ${wanted} splits, of which ${values.length} ${values.length === 1 ? 'is' : 'are'} measured`,
    made: null,
  };
}

/** What a verdict's causes have to explain. */
export function targetOf(table: ScoreTable, row: TableRow, { expected }: Pick<TableVerdict, 'expected'>): Target {
  return { expected, terms: termsOf(table, row), figure: (value) => tableFigure(table, value) };
}

/** A figure of 0–1 on the table's scale, with a digit more than the table prints: `4.35`. */
export function tableFigure({ scale, decimals }: Pick<ScoreTable, 'scale' | 'decimals'>, value: number): string {
  return (scale === 'percent' ? value * 100 : value).toFixed(decimals + 1);
}

function judge(
  table: ScoreTable,
  row: TableRow,
  published: number,
  measured: number | null,
): Omit<TableVerdict, 'benchmark' | 'split' | 'measure' | 'reason' | 'made'> {
  const terms = termsOf(table, row);
  // The decimal itself, without what division adds in its last bits.
  const expected = Number((published / unitOf(table)).toFixed(table.decimals + 2));
  return {
    table: table.id,
    system: rowName(row),
    queries: row.queries ?? table.queries,
    expected,
    measured,
    delta: measured === null ? null : measured - expected,
    tolerance: terms.tolerance,
    verdict: measured === null ? 'not run' : judgeFigure(expected, measured, terms),
    causes: [],
  };
}

function termsOf(table: ScoreTable, row: TableRow): AgreementTerms {
  const unit = unitOf(table);
  return { step: 10 ** -table.decimals / unit, tolerance: (row.tolerance ?? table.tolerance ?? 0) / unit };
}

function unitOf({ scale }: Pick<ScoreTable, 'scale'>): number {
  return scale === 'percent' ? 100 : 1;
}
