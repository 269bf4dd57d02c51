import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import { batchBlocks, type ParsedRow } from './batch-rows.ts';
import { pickColumns } from './row-value.ts';
import type { Columns, ReadRowsOptions, RowBatch } from './rows.ts';
import { type TextLine, textLines } from './text-lines.ts';

/**
 * Reads `id<tab>text` lines, as MS MARCO's collections and queries are: columns `id` and `text`. Of more than two fields, those behind the id make up
 * the text, with a space between. Empty lines are passed over.
 *
 * @throws `data` error naming file and line where a line has no tab.
 */
export function readTsv<Wanted extends Columns>(
  path: string,
  wanted: Wanted,
  { shownAs, signal }: ReadRowsOptions,
): AsyncIterable<RowBatch<Wanted>> {
  return batchBlocks(parse(), shownAs);

  async function* parse(): AsyncGenerator<Iterable<ParsedRow<Wanted>>, void> {
    for await (const lines of textLines(path, shownAs, signal)) yield parseLines(lines);
  }

  function* parseLines(lines: Iterable<TextLine>): Generator<ParsedRow<Wanted>, void> {
    for (const { text: whole, line } of lines) {
      if (whole.trim() === '') continue;
      const [id, ...fields] = whole.split('\t');
      if (fields.length === 0) throw dataError(`${shownAs}:${line}: expected an id, a tab and a text, found ${quote(whole)}`);
      yield { row: pickColumns({ id, text: fields.join(' ') }, wanted, () => `${shownAs}:${line}`), line, size: whole.length };
    }
  }
}
