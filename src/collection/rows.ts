import { readJsonLines } from './jsonl.ts';
import { countParquetRows, readParquet } from './parquet.ts';

/** What a column holds; with `?` the column, or a row's value, may be absent. */
export type ColumnType = 'text' | 'texts' | 'numbers' | 'text?' | 'texts?' | 'numbers?';

/** Columns to read, by name. */
export type Columns = Readonly<Record<string, ColumnType>>;

type Value<Type extends ColumnType> = Type extends 'text'
  ? string
  : Type extends 'texts'
    ? readonly string[]
    : Type extends 'numbers'
      ? readonly number[]
      : Type extends `${infer Present extends 'text' | 'texts' | 'numbers'}?`
        ? Value<Present> | undefined
        : never;

export type Row<Wanted extends Columns> = { readonly [Name in keyof Wanted]: Value<Wanted[Name]> };

/** Some rows that follow each other in a file. */
export interface RowBatch<Wanted extends Columns> {
  readonly rows: readonly Row<Wanted>[];
  /** Where `rows[at]` stands, for messages: `pony.parquet: row 17`, `pony.jsonl:17`. Counts from 1. */
  place(at: number): string;
}

export interface ReadRowsOptions {
  /** How the file is named in messages. */
  readonly shownAs: string;
  /** What a person can do about a file that is damaged. */
  readonly repair: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the wanted columns of a Parquet file, or of a file of JSON lines (perhaps gzipped), in file order and in batches, so that memory is
 * bounded by a batch and the part of the file that it comes from. Columns that aren't wanted are not looked at.
 *
 * @throws `data` error naming the file, and the row, where a column is missing, a value has another type, or the file is damaged.
 */
export function readRows<Wanted extends Columns>(path: string, wanted: Wanted, options: ReadRowsOptions): AsyncIterable<RowBatch<Wanted>> {
  return isParquet(path) ? readParquet(path, wanted, options) : readJsonLines(path, wanted, options);
}

/** Rows of a file: from the footer of a Parquet file, else by reading it through. */
export async function countRows(path: string, options: ReadRowsOptions): Promise<number> {
  if (isParquet(path)) return countParquetRows(path, options);
  let count = 0;
  for await (const { rows } of readJsonLines(path, {}, options)) count += rows.length;
  return count;
}

function isParquet(path: string): boolean {
  return path.endsWith('.parquet');
}
