import { dataError } from '../errors.ts';
import { batchRows } from './batch-rows.ts';
import { pickColumns } from './row-value.ts';
import type { Columns, ReadRowsOptions, Row, RowBatch } from './rows.ts';
import { markedRecords, plainText } from './trec-markup.ts';

/**
 * Reads TREC's documents: columns `id` (`DOCNO`), `title` (`TITLE`, `HEADLINE`, `HEAD`, `HL` or `TTL`) and `text` (every `TEXT`; in a document
 * without one, all but the id and the title), as Anserini's TrecCollection takes them, without markup.
 *
 * @throws `data` error naming file and line for a document without a number, or without an end.
 */
export function readTrecDocuments<Wanted extends Columns>(
  path: string,
  wanted: Wanted,
  { shownAs, signal }: ReadRowsOptions,
): AsyncIterable<RowBatch<Wanted>> {
  return batchRows(parse(), shownAs);

  async function* parse(): AsyncGenerator<{ row: Row<Wanted>; line: number; size: number }, void> {
    for await (const { markup, line } of markedRecords(path, /doc/, shownAs, signal)) {
      const id = plainText(/<DOCNO>([\s\S]*?)<\/DOCNO\s*>/i.exec(markup)?.[1] ?? '');
      if (id === '') throw dataError(`${shownAs}:${line}: the document has no <DOCNO>`);
      const row = { id, title: plainText(contents(markup, titles).join(' ')), text: textOf(markup) };
      yield { row: pickColumns(row, wanted, () => `${shownAs}:${line}`), line, size: markup.length };
    }
  }
}

const titles = 'TITLE|HEADLINE|HEAD|HL|TTL';

function textOf(markup: string): string {
  const texts = contents(markup, 'TEXT');
  if (texts.length > 0) return plainText(texts.join(' '));
  return plainText(markup.replace(new RegExp(`<(DOCNO|DOCID|${titles})\\b[^>]*>[\\s\\S]*?</\\1\\s*>`, 'gi'), ' '));
}

/** What stands inside each element of one of these names. */
function contents(markup: string, names: string): readonly string[] {
  return [...markup.matchAll(new RegExp(`<(${names})\\b[^>]*>([\\s\\S]*?)</\\1\\s*>`, 'gi'))].map((match) => match[2]!);
}
