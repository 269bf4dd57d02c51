import { dataError, interruptedError } from '../errors.ts';
import { emptyWindow, feedWindow } from '../support/byte-window.ts';
import { fileBytes } from '../support/file-bytes.ts';
import { quote } from '../support/quote.ts';
import { checkValue } from './row-value.ts';
import type { Columns, ReadRowsOptions, Row, RowBatch } from './rows.ts';

const batchRows = 1000;
const batchBytes = 1 << 23;
/** A string can't be much longer; a file without line breaks isn't lines of JSON. */
const longestLine = 1 << 28;

/**
 * Reads a file with one JSON object a line, plain or gzipped: UTF-8, with or without a byte order mark, LF or CRLF, empty lines passed over.
 *
 * @throws `data` error naming file and line where a line isn't UTF-8 or JSON, isn't an object, or lacks a column.
 */
export async function* readJsonLines<Wanted extends Columns>(
  path: string,
  wanted: Wanted,
  { shownAs, signal }: ReadRowsOptions,
): AsyncGenerator<RowBatch<Wanted>, void> {
  let rows: Row<Wanted>[] = [];
  let lines: number[] = [];
  let size = 0;
  for await (const { text, line } of textLines(path, shownAs, signal)) {
    rows.push(parseRow(text, wanted, () => `${shownAs}:${line}`));
    lines.push(line);
    size += text.length;
    if (rows.length < batchRows && size < batchBytes) continue;
    yield batch(rows, lines, shownAs);
    rows = [];
    lines = [];
    size = 0;
  }
  if (rows.length > 0) yield batch(rows, lines, shownAs);
}

function batch<Wanted extends Columns>(rows: readonly Row<Wanted>[], lines: readonly number[], shownAs: string): RowBatch<Wanted> {
  return { rows, place: (at) => `${shownAs}:${lines[at]}` };
}

async function* textLines(
  path: string,
  shownAs: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ text: string; line: number }, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const window = emptyWindow();
  let line = 0;
  const take = (end: number): string => {
    line++;
    const bytes = window.bytes.subarray(window.start, end);
    try {
      const text = decoder.decode(bytes);
      return line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
    } catch (error) {
      throw dataError(`${shownAs}:${line}: the line is not UTF-8`, { cause: error });
    }
  };
  for await (const chunk of fileBytes(path)) {
    if (signal?.aborted) throw interruptedError();
    let from = window.end - window.start;
    feedWindow(window, chunk);
    for (;;) {
      const lineBreak = window.bytes.indexOf(lineFeed, window.start + from);
      if (lineBreak < 0 || lineBreak >= window.end) break;
      const text = take(lineBreak).trimEnd();
      window.start = lineBreak + 1;
      from = 0;
      if (text !== '') yield { text, line };
    }
    if (window.end - window.start > longestLine) throw dataError(`${shownAs}:${line + 1}: the line has more than ${longestLine} bytes`);
  }
  const text = take(window.end).trimEnd();
  if (text !== '') yield { text, line };
}

function parseRow<Wanted extends Columns>(text: string, wanted: Wanted, place: () => string): Row<Wanted> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw dataError(`${place()}: is not JSON: ${quote(text)}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw dataError(`${place()}: expected an object of ${Object.keys(wanted).join(', ')}, found ${quote(text)}`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const row: Record<string, unknown> = {};
  for (const name in wanted) row[name] = checkValue(Object.hasOwn(fields, name) ? fields[name] : undefined, wanted[name]!, place, name);
  return row as Row<Wanted>;
}

const lineFeed = 10;
