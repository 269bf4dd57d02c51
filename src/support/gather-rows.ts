import { dataError } from '../errors.ts';
import { quote } from './quote.ts';
import type { TableHead, TableRows } from './table.ts';

/** A piece of a table as files keep it: every column a plain array of `length` cells. */
export interface GatheredRows {
  readonly length: number;
  readonly columns: readonly (string[] | number[])[];
  /** Cells of texts that hold half a surrogate pair. */
  readonly broken: number;
}

/** Rows of a piece at most; and its characters, but for the row that brings it over. */
const ROWS = 1 << 16;
const CHARACTERS = 1 << 24;

/**
 * Cuts rows into pieces of a size that files are well read in, so that neither memory nor the 32-bit offsets of a column of texts run out, however
 * long the table.
 *
 * @throws `data` error naming the column for an id that can't be one, an integer beyond 32 bits, a number that is not finite.
 */
export async function* gatherRows(
  head: TableHead,
  source: AsyncIterable<TableRows> | Iterable<TableRows>,
): AsyncGenerator<GatheredRows, void> {
  const columns = Object.entries(head.columns);
  let gathered: (string[] | number[])[] = columns.map(() => []);
  let length = 0;
  let characters = 0;
  let broken = 0;
  for await (const rows of source) {
    const count = rows[0]?.length ?? 0;
    for (let row = 0; row < count; row++) {
      for (const [at, [name, kind]] of columns.entries()) {
        const cell = rows[at]![row]!;
        if (typeof cell === 'string') {
          const isBroken = /\p{Surrogate}/u.test(cell);
          if (kind === 'id') checkId(name, cell, isBroken);
          else if (isBroken) broken++;
          (gathered[at] as string[]).push(cell);
          characters += cell.length;
        } else {
          checkNumber(name, kind === 'integer', cell);
          (gathered[at] as number[]).push(cell);
        }
      }
      if (++length < ROWS && characters < CHARACTERS) continue;
      yield { length, columns: gathered, broken };
      gathered = columns.map(() => []);
      length = characters = broken = 0;
    }
  }
  if (length > 0) yield { length, columns: gathered, broken };
}

function checkId(column: string, id: string, isBroken: boolean): void {
  if (id === '' || isBroken || id.includes('\0')) throw dataError(`${column}: an id can't be written in a table: ${quote(id)}`);
}

function checkNumber(column: string, isInteger: boolean, value: number): void {
  if (isInteger ? value !== (value | 0) : !Number.isFinite(value)) {
    throw dataError(`${column}: ${value} was found, where ${isInteger ? 'a whole number of 32 bits' : 'a finite number'} was expected`);
  }
}
