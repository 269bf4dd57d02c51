import { type Cause, openCause, type Target } from './cause.ts';
import { benchmarkOf } from './dataset-causes.ts';
import { judgeFigure } from './judge-figure.ts';
import { rowName } from './row-name.ts';
import type { ScoreTable, TableColumn, TableRow } from './score-table.ts';
import { checkAverages } from './table-averages.ts';
import type { TableVerdict } from './table-verdict.ts';

/**
 * What other tables publish for the same retriever on the same split, queries and measure: where one of them has the measured figure, it is the published
 * figures that disagree.
 *
 * @param tables all that are known, the row's own among them.
 * @returns one cause, or none where no other table has the figure.
 */
export function otherTables(
  tables: readonly ScoreTable[],
  table: ScoreTable,
  row: TableRow,
  column: TableColumn,
  measured: number,
  { terms, figure }: Target,
): readonly Cause[] {
  const others = tables.flatMap((other) =>
    other.rows.flatMap((theirs) =>
      row.retriever !== undefined &&
      !(other.id === table.id && rowName(theirs) === rowName(row)) &&
      sameSystem(other, theirs) === sameSystem(table, row)
        ? other.columns.flatMap((place, at) => {
            const value = theirs.cells[at];
            if (value === null || value === undefined || sameColumn(other, place) !== sameColumn(table, column)) return [];
            return [{ name: `${other.id} (${rowName(theirs)})`, value: other.scale === 'percent' ? value / 100 : value }];
          })
        : [],
    ),
  );
  if (others.length === 0) return [];
  const evidence = `for the same, ${others.map(({ name, value }) => `${name} has ${figure(value)}`).join(', ')}`;
  const agrees = others.some(({ value }) => judgeFigure(value, measured, terms) !== 'off');
  if (agrees) return [{ cause: 'published figure', finding: 'explains', evidence: `${evidence}: published figures disagree` }];
  return [{ cause: 'published figure', finding: 'does not explain', evidence }];
}

/** Why a measured average is off: the published one may not follow from its own cells, and cells may be off. */
export function averageCauses(
  table: ScoreTable,
  row: TableRow,
  cells: readonly TableVerdict[],
  measured: number,
  { figure, terms }: Target,
): readonly Cause[] {
  const name = rowName(row);
  const finding = checkAverages({ ...table, rows: [row] }).find(({ finding }) => finding !== 'rounding');
  const off = cells.filter(({ system, split, verdict }) => system === name && split !== null && verdict === 'off');
  const mean = finding && finding.recomputed / (table.scale === 'percent' ? 100 : 1);
  return [
    ...(mean === undefined
      ? []
      : [
          {
            cause: 'published figure',
            finding: judgeFigure(mean, measured, terms) === 'off' ? 'does not explain' : 'explains',
            evidence: `the published average is not the mean of its own cells, which is ${figure(mean)}`,
          } as const,
        ]),
    ...(off.length === 0 ? [] : [openCause('cells', `off on ${off.map(({ split }) => split).join(', ')}, whose causes stand there`)]),
  ];
}

/** BM25 under one protocol is another system than under another. */
function sameSystem(table: ScoreTable, { retriever, queries = table.queries }: TableRow): string {
  const { instruction = '', documents = 'short', protocol = '' } = table;
  return JSON.stringify([retriever, queries, instruction, documents, retriever?.includes('protocol=') ? '' : protocol]);
}

function sameColumn(table: ScoreTable, column: TableColumn): string {
  return JSON.stringify([benchmarkOf(table, column), column.split, column.measure ?? table.measure]);
}
