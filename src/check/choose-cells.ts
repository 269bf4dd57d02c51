import { expandGroup, type Groups } from '../collection/groups.ts';
import { usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';
import { rowName } from './row-name.ts';
import type { ScoreTable, TableColumn, TableRow } from './score-table.ts';

/**
 * The rows that a person names, in the order of the table. A text is the name of a row, or that of a system or of a retriever, which may be of several
 * rows, or several of them with commas; case doesn't count.
 *
 * @throws `usage` error with the nearest names for what is none of these.
 */
export function chooseRows(table: ScoreTable, texts: readonly string[]): readonly TableRow[] {
  const chosen = new Set(
    texts.flatMap((text) => {
      const whole = findRows(table, text);
      if (whole.length > 0) return whole;
      return text.split(',').flatMap((part) => {
        const rows = findRows(table, part);
        if (rows.length === 0) throw unknownRow(table, part.trim());
        return rows;
      });
    }),
  );
  return table.rows.filter((row) => chosen.has(row));
}

/** The rows of that name; else those of that system; else those that brightline runs by that name. */
export function findRows({ rows }: ScoreTable, text: string): readonly TableRow[] {
  const wanted = text.trim().toLowerCase();
  const matches = (name: (row: TableRow) => string | undefined): readonly TableRow[] =>
    rows.filter((row) => name(row)?.toLowerCase() === wanted);
  const ways = [matches(rowName), matches(({ system }) => system), matches(({ retriever }) => retriever)];
  return ways.find((found) => found.length > 0) ?? [];
}

export function unknownRow({ id, rows }: ScoreTable, name: string): Error {
  const names = rows.map(rowName);
  const retrievers = rows.flatMap(({ retriever }) => (retriever === undefined ? [] : [retriever]));
  return usageError(`${id}: no row is named "${name}"`, {
    next: `${didYouMean(name, [...names, ...retrievers])}Its rows: ${names.join(', ')}.`,
  });
}

/**
 * The columns of the splits that a person names, in the order of the table.
 *
 * @param texts ids of splits or names of groups, several with commas.
 * @param groups of the table's benchmark.
 * @throws `usage` error with the nearest names for a split that the table doesn't have.
 */
export function chooseColumns(table: ScoreTable, texts: readonly string[], groups: Groups = {}): readonly TableColumn[] {
  const ids = [...new Set(table.columns.map(({ split }) => split))];
  const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
  const chosen = new Set(
    names.flatMap((name) => {
      const members = ids.includes(name) ? [name] : Object.hasOwn(groups, name) ? expandGroup(groups, name) : [];
      const held = members.filter((id) => ids.includes(id));
      if (held.length > 0) return held;
      throw usageError(`${table.id}: has no split "${name}"`, { next: `${didYouMean(name, ids)}Its splits: ${ids.join(', ')}.` });
    }),
  );
  return table.columns.filter(({ split }) => chosen.has(split));
}
