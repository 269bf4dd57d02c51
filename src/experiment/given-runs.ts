import { existsSync } from 'node:fs';
import { chooseColumns, findRows, unknownRow } from '../check/choose-cells.ts';
import { benchmarkOf } from '../check/dataset-causes.ts';
import { rowName } from '../check/row-name.ts';
import type { ScoreTable, TableColumn, TableRow } from '../check/score-table.ts';
import { usageError } from '../errors.ts';
import type { Manifest } from '../run/manifest.ts';
import { manifestBeside } from '../run/store.ts';
import { runFileAt } from './find-entrants.ts';

/** A run that a person gives for a row of a table, on one split. */
export interface GivenRun {
  readonly row: TableRow;
  readonly benchmark: string;
  readonly split: string;
  readonly run: string;
  /** Undefined where nothing is known for certain about how the run was made. */
  readonly manifest: Manifest | undefined;
}

/**
 * Reads `NAME=PATH` and `NAME:SPLIT=PATH`. The path is that of a run file or of a stored run's folder; `{split}` in it stands for each split that has such a
 * file. Without a split, it is the only one of the columns, or else that of the run's manifest.
 *
 * @param columns those that were asked for.
 * @throws `usage` error for a row or split that the table doesn't have, a path where nothing is, a split that is not known, and two runs for one cell.
 */
export async function findGivenRuns(
  table: ScoreTable,
  columns: readonly TableColumn[],
  texts: readonly string[],
): Promise<readonly GivenRun[]> {
  const given: GivenRun[] = [];
  for (const text of texts) {
    const { row, split, path } = readText(table, text);
    for (const one of await expand(table, columns, { text, row, split, path })) {
      const earlier = given.find((other) => other.row === one.row && other.benchmark === one.benchmark && other.split === one.split);
      if (earlier !== undefined) {
        throw usageError(`--run: ${rowName(row)} on ${one.split} is given twice: ${earlier.run} and ${one.run}`, {
          next: 'Leave one out.',
        });
      }
      given.push(one);
    }
  }
  return given;
}

interface ReadText {
  readonly row: TableRow;
  readonly split: string | undefined;
  readonly path: string;
}

/** Names may hold colons and equals signs: the first way to read the text that gives a row is taken. */
function readText(table: ScoreTable, text: string): ReadText {
  const first = text.indexOf('=');
  if (first <= 0 || first === text.length - 1) {
    throw usageError(`--run ${text}: a name, an equals sign and a file were expected`, {
      next: `Write --run '${rowName(table.rows[0]!)}=FILE', or '${rowName(table.rows[0]!)}:SPLIT=FILE'.`,
    });
  }
  for (let equals = first; equals > 0; equals = text.indexOf('=', equals + 1)) {
    const [name, path] = [text.slice(0, equals), text.slice(equals + 1)];
    const whole = oneRow(table, name);
    if (whole !== undefined) return { row: whole, split: undefined, path };
    const colon = name.lastIndexOf(':');
    const row = colon > 0 ? oneRow(table, name.slice(0, colon)) : undefined;
    if (row !== undefined) return { row, split: chooseColumns(table, [name.slice(colon + 1)])[0]!.split, path };
  }
  throw unknownRow(table, text.slice(0, first).replace(new RegExp(`:(?:${table.columns.map(({ split }) => split).join('|')})$`), ''));
}

function oneRow(table: ScoreTable, name: string): TableRow | undefined {
  const rows = findRows(table, name);
  if (rows.length < 2) return rows[0];
  throw usageError(`--run: ${table.id} has ${rows.length} rows that "${name}" may mean`, {
    next: `Name one: ${rows.map(rowName).join(', ')}.`,
  });
}

async function expand(
  table: ScoreTable,
  columns: readonly TableColumn[],
  { text, row, split, path }: ReadText & { readonly text: string },
): Promise<readonly GivenRun[]> {
  const places = [...new Map(columns.map((column) => [`${benchmarkOf(table, column)}:${column.split}`, column])).values()];
  const asked = places.filter((column) => split === undefined || column.split === split);
  if (asked.length === 0) {
    throw usageError(`--run ${text}: the split ${split} is not among those of --splits`, { next: 'Leave it out, or name it there.' });
  }
  const at = (column: TableColumn): Pick<GivenRun, 'row' | 'benchmark' | 'split'> => ({
    row,
    benchmark: benchmarkOf(table, column),
    split: column.split,
  });
  if (path.includes('{split}')) {
    const found = asked.map((column) => ({ column, path: path.replaceAll('{split}', column.split) })).filter((one) => existsSync(one.path));
    if (found.length > 0) return Promise.all(found.map(async (one) => ({ ...at(one.column), ...(await open(text, one.path)) })));
    throw usageError(`--run ${text}: there is no such file for any split`, {
      next: `Looked for ${asked
        .map((column) => path.replaceAll('{split}', column.split))
        .slice(0, 3)
        .join(', ')}.`,
    });
  }
  const opened = await open(text, path);
  const settings = opened.manifest?.settings;
  const own = asked.find((column) => column.split === settings?.split && benchmarkOf(table, column) === settings.benchmark);
  const column = asked.length === 1 ? asked[0]! : own;
  if (column !== undefined) return [{ ...at(column), ...opened }];
  throw usageError(`--run ${text}: which of the ${asked.length} splits is it on?`, {
    next: `Write '${rowName(row)}:SPLIT=${path}', where SPLIT is one of ${asked.map((one) => one.split).join(', ')}.`,
  });
}

/** The run file at a path, with the manifest that was written for its bytes. */
async function open(text: string, path: string): Promise<Pick<GivenRun, 'run' | 'manifest'>> {
  const run = await runFileAt(path);
  if (run === undefined) throw usageError(`--run ${text}: there is no run file ${path}`, { next: 'A stored run is named by its folder.' });
  const beside = await manifestBeside(run);
  return { run, manifest: beside?.ofTheseBytes ? beside.manifest : undefined };
}
