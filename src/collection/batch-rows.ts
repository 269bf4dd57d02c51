import type { Columns, Row, RowBatch } from './rows.ts';

const mostRows = 1000;
const mostCharacters = 1 << 23;

/** A row of a text file, the line where it begins, from 1, and how many characters it takes. */
export interface ParsedRow<Wanted extends Columns> {
  readonly row: Row<Wanted>;
  readonly line: number;
  readonly size: number;
}

/** Gathers rows of a text file into batches whose memory is bounded, whatever the length of a row. */
export async function* batchRows<Wanted extends Columns>(
  read: AsyncIterable<ParsedRow<Wanted>>,
  shownAs: string,
): AsyncGenerator<RowBatch<Wanted>, void> {
  yield* batchBlocks(
    (async function* () {
      for await (const row of read) yield [row];
    })(),
    shownAs,
  );
}

/** The same for rows that come some at a time: waiting for each of a million rows takes longer than reading them. */
export async function* batchBlocks<Wanted extends Columns>(
  read: AsyncIterable<Iterable<ParsedRow<Wanted>>>,
  shownAs: string,
): AsyncGenerator<RowBatch<Wanted>, void> {
  let rows: Row<Wanted>[] = [];
  let lines: number[] = [];
  let size = 0;
  for await (const block of read) {
    for (const { row, line, size: characters } of block) {
      rows.push(row);
      lines.push(line);
      size += characters;
      if (rows.length < mostRows && size < mostCharacters) continue;
      yield batch(rows, lines, shownAs);
      rows = [];
      lines = [];
      size = 0;
    }
  }
  if (rows.length > 0) yield batch(rows, lines, shownAs);
}

function batch<Wanted extends Columns>(rows: readonly Row<Wanted>[], lines: readonly number[], shownAs: string): RowBatch<Wanted> {
  return { rows, place: (at) => `${shownAs}:${lines[at]}` };
}
