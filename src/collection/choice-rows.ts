import { CsvError, parse } from 'csv-parse';
import { dataError } from '../errors.ts';
import { fileBytes } from '../support/file-bytes.ts';
import { quote } from '../support/quote.ts';
import { batchRows } from './batch-rows.ts';
import { parsePythonTexts } from './python-texts.ts';
import { pickColumns } from './row-value.ts';
import type { Columns, ReadRowsOptions, Row, RowBatch } from './rows.ts';

/** One question of a multiple-choice file. */
export interface Choice {
  /** From 0. */
  readonly row: number;
  readonly query: string;
  /** The candidates, in their order. */
  readonly documents: readonly string[];
  /** Which of them is the answer, from 0. */
  readonly label: number;
  /** What the file's column `instructions` says, if there is one. */
  readonly instruction: string | undefined;
  /** The line in which the row ends. */
  readonly line: number;
}

/** The id of a row's candidate. */
export function choiceId(row: number, candidate: number): string {
  return `${row}/${candidate}`;
}

/**
 * Reads RAR-b's multiple-choice files (https://github.com/gowitheflow-1998/RAR-b, `mcr/`): CSV with the columns `queries`, `documents` (a list of
 * texts as Python writes it) and `labels` (the answer's place from 0), and perhaps `instructions`. Plain or gzipped.
 *
 * @throws `data` error naming file and line for a column that is missing, a row that isn't CSV, no list, fewer than two candidates, or a label beyond them.
 */
export async function* readChoices(path: string, shownAs: string, signal?: AbortSignal): AsyncGenerator<Choice, void> {
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true, info: true });
  const feeding = feed(path, parser, signal);
  feeding.catch((error: unknown) => parser.destroy(error as Error));
  let row = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: { lines: number } }>) {
      yield readChoice(record, row++, info.lines, `${shownAs}:${info.lines}`);
    }
  } catch (error) {
    if (error instanceof CsvError) throw dataError(`${shownAs}: is not CSV: ${error.message}`, { cause: error });
    throw error;
  }
  await feeding;
}

/** The candidates of all rows as documents, columns `id` and `text`. */
export function readChoiceDocuments<Wanted extends Columns>(
  path: string,
  wanted: Wanted,
  { shownAs, signal }: ReadRowsOptions,
): AsyncIterable<RowBatch<Wanted>> {
  return batchRows(documents(), shownAs);

  async function* documents(): AsyncGenerator<{ row: Row<Wanted>; line: number; size: number }, void> {
    for await (const { row, documents: texts, line } of readChoices(path, shownAs, signal)) {
      for (const [at, text] of texts.entries()) {
        yield { row: pickColumns({ id: choiceId(row, at), text }, wanted, () => `${shownAs}:${line}`), line, size: text.length };
      }
    }
  }
}

async function feed(path: string, parser: ReturnType<typeof parse>, signal: AbortSignal | undefined): Promise<void> {
  for await (const chunk of fileBytes(path, { signal })) {
    // The chunk's memory is used again, and the parser may keep a part of it.
    if (!parser.write(Buffer.from(chunk))) await new Promise<void>((resolve) => parser.once('drain', resolve));
  }
  parser.end();
}

function readChoice(record: Readonly<Record<string, string>>, row: number, line: number, place: string): Choice {
  const { queries: query, documents: written, labels, instructions: instruction } = record;
  if (query === undefined || written === undefined || labels === undefined) {
    throw dataError(`${place}: the columns queries, documents, labels were expected; found ${Object.keys(record).join(', ') || 'none'}`);
  }
  const documents = parsePythonTexts(written);
  if (documents === undefined)
    throw dataError(`${place}: documents: expected a list of texts as Python writes it, found ${quote(written)}`);
  if (documents.length < 2) throw dataError(`${place}: documents: expected two candidates or more, found ${documents.length}`);
  const label = Number(labels);
  if (!/^\d+$/.test(labels.trim()) || label >= documents.length) {
    throw dataError(
      `${place}: labels: expected a whole number below ${documents.length}, the number of candidates, found ${quote(labels)}`,
    );
  }
  return { row, query, documents, label, instruction, line };
}
