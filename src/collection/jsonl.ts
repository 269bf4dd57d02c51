import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import { type JsonVisitor, scanJson } from '../support/scan-json.ts';
import { batchBlocks, type ParsedRow } from './batch-rows.ts';
import { pickColumns } from './row-value.ts';
import type { Columns, ReadRowsOptions, Row, RowBatch } from './rows.ts';
import { type TextLine, textLines } from './text-lines.ts';

/**
 * Reads a file with one JSON object a line, plain or gzipped: UTF-8, with or without a byte order mark, LF or CRLF, empty lines passed over.
 *
 * @throws `data` error naming file and line where a line isn't UTF-8 or JSON, isn't an object, or lacks a column.
 */
export function readJsonLines<Wanted extends Columns>(
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
      const text = whole.trimEnd();
      if (text !== '') yield { row: parseRow(text, wanted, () => `${shownAs}:${line}`), line, size: text.length };
    }
  }
}

function parseRow<Wanted extends Columns>(text: string, wanted: Wanted, place: () => string): Row<Wanted> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw dataError(describeFault(text, place()), { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw dataError(`${place()}: expected an object of ${Object.keys(wanted).join(', ')}, found ${quote(text)}`);
  }
  const row = pickColumns(value as Readonly<Record<string, unknown>>, wanted, place);
  if (mayEscapeSurrogate.test(text)) checkSurrogates(row, place);
  return row;
}

/** Only an escape can bring half a surrogate pair into a text, for there is no UTF-8 of it. */
const mayEscapeSurrogate = /\\u[dD][89a-fA-F]/;

/** No tokenizer and no other format takes half a surrogate pair, as Arrow's reader of JSON doesn't either. */
function checkSurrogates(row: Readonly<Record<string, unknown>>, place: () => string): void {
  for (const [name, value] of Object.entries(row)) {
    for (const text of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof text !== 'string' || !/\p{Surrogate}/u.test(text)) continue;
      const at = text.search(/\p{Surrogate}/u);
      const found = `\\u${text.charCodeAt(at).toString(16)}`;
      throw dataError(`${place()}: ${name}: the text holds ${found}, half a surrogate pair, as its character ${at + 1}`);
    }
  }
}

/** Where JSON breaks, with the column in bytes and what was expected there. */
function describeFault(text: string, place: string): string {
  try {
    const scanner = scanJson('line', nobody);
    scanner.push(Buffer.from(text));
    scanner.end();
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith('line:1:')) return `${place}:${message.slice('line:1:'.length)}`;
  }
  return `${place}: is not JSON: ${quote(text)}`;
}

const nobody: JsonVisitor = { open() {}, close() {}, key() {}, text() {}, number() {}, word() {} };
