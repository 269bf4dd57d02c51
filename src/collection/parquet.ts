import { parquetRead, type RowGroup } from 'hyparquet';
import { getSchemaPath } from 'hyparquet/src/schema.js';
import { compressors } from 'hyparquet-compressors';
import { BrightlineError, dataError, interruptedError } from '../errors.ts';
import { checkParquetColumns, openParquet, type ParquetFile } from './parquet-file.ts';
import { levelsOf } from './parquet-page-check.ts';
import { parquetPages } from './parquet-pages.ts';
import { openTextColumn } from './parquet-text-column.ts';
import { decodeText } from './parquet-value.ts';
import { checkValue } from './row-value.ts';
import type { Columns, ReadRowsOptions, Row, RowBatch } from './rows.ts';

const batchRows = 1000;
const batchBytes = 1 << 23;

/**
 * Reads the wanted columns of a Parquet file in batches. Texts are read page by page, so that memory stays small where a file has one huge group of
 * rows; lists are read a group of rows at a time.
 *
 * @throws `data` error naming the file, with the expected and the found columns, or the row.
 */
export async function* readParquet<Wanted extends Columns>(
  path: string,
  wanted: Wanted,
  options: ReadRowsOptions,
): AsyncGenerator<RowBatch<Wanted>, void> {
  const file = await openParquet(path, options);
  try {
    const columns = checkParquetColumns(file, wanted, options);
    const textOnly = Object.values(columns).every((type) => type.startsWith('text') && !type.startsWith('texts'));
    const read = textOnly ? readTexts : readGroups;
    for await (const batch of read(file, columns, options)) yield batch as RowBatch<Wanted>;
  } catch (error) {
    if (error instanceof BrightlineError) throw error;
    if (options.signal?.aborted) throw interruptedError();
    throw damaged(error, options);
  } finally {
    await file.close();
  }
}

/** Rows as the footer counts them. */
export async function countParquetRows(path: string, options: ReadRowsOptions): Promise<number> {
  const file = await openParquet(path, options);
  await file.close();
  return Number(file.metadata.num_rows);
}

async function* readTexts(
  file: ParquetFile,
  columns: Columns,
  { shownAs, signal }: ReadRowsOptions,
): AsyncGenerator<RowBatch<Columns>, void> {
  const names = Object.keys(columns);
  let first = 0;
  for (const group of file.metadata.row_groups) {
    const cursors = names.map((name) => openTextColumn(file, group, name));
    for (let left = Number(group.num_rows); left > 0; ) {
      if (signal?.aborted) throw interruptedError();
      const rows: Row<Columns>[] = [];
      const place = placer(shownAs, first);
      for (let size = 0; left > 0 && rows.length < batchRows && size < batchBytes; left--) {
        const row: Record<string, string | undefined> = {};
        for (const [at, cursor] of cursors.entries()) {
          const name = names[at]!;
          const bytes = cursor.ready() ? cursor.take() : await cursor.next();
          const text = bytes === null ? null : decodeText(bytes, () => `${place(rows.length)}: ${name}`);
          row[name] = checkValue(text, columns[name]!, () => place(rows.length), name) as string | undefined;
          size += bytes?.length ?? 0;
        }
        rows.push(row);
      }
      yield { rows, place };
      first += rows.length;
    }
  }
}

async function* readGroups(
  file: ParquetFile,
  columns: Columns,
  { shownAs, signal }: ReadRowsOptions,
): AsyncGenerator<RowBatch<Columns>, void> {
  const names = Object.keys(columns);
  let first = 0;
  for (const group of file.metadata.row_groups) {
    if (signal?.aborted) throw interruptedError();
    const end = first + Number(group.num_rows);
    await checkPages(file, group, names);
    let values: readonly Readonly<Record<string, unknown>>[] = [];
    await parquetRead({
      file: file.bytes,
      metadata: file.metadata,
      compressors,
      columns: names,
      rowStart: first,
      rowEnd: end,
      rowFormat: 'object',
      parsers: { stringFromBytes: (bytes) => bytes && decodeText(bytes, () => shownAs) },
      onComplete: (read) => {
        values = read;
      },
    });
    if (values.length !== end - first) throw new Error(`${values.length} of the ${end - first} rows that the footer counts are there`);
    const place = placer(shownAs, first);
    const rows = values.map((value, at) => {
      const row: Record<string, unknown> = {};
      for (const name of names) row[name] = checkValue(value[name], columns[name]!, () => place(at), name);
      return row as Row<Columns>;
    });
    yield { rows, place };
    first = end;
  }
}

/** hyparquet's reader of lists would believe a damaged page: each is looked at before. */
async function checkPages(file: ParquetFile, group: RowGroup, names: readonly string[]): Promise<void> {
  for (const { meta_data: column } of group.columns) {
    if (column === undefined || !names.includes(column.path_in_schema[0]!)) continue;
    const levels = levelsOf(getSchemaPath(file.metadata.schema, column.path_in_schema));
    for await (const _ of parquetPages(file, column, levels));
  }
}

function placer(shownAs: string, first: number): (at: number) => string {
  return (at) => `${shownAs}: row ${first + at + 1}`;
}

function damaged(error: unknown, { shownAs, repair }: ReadRowsOptions): Error {
  return dataError(`${shownAs}: the file is damaged: ${(error as Error).message}`, { next: repair, cause: error });
}
