import type { QrelsFormat } from './qrels-file.ts';

/** Where the fields of a line are: positions in its bytes, ends exclusive. The topic starts with the line. Used again for every line. */
export interface PlainQrelsLine {
  topicEnd: number;
  documentStart: number;
  documentEnd: number;
  relevance: number;
}

/**
 * Reads a line from its bytes if it is what nearly every line of nearly every file is: ASCII, one space or tab between columns (BEIR: one
 * tab), a relevance of at most nine digits.
 *
 * @returns whether it is; any other line, well formed or not, is left to who can tell the two apart.
 */
export function readPlainQrelsLine(bytes: Buffer, start: number, end: number, format: QrelsFormat, found: PlainQrelsLine): boolean {
  const columns = format === 'trec' ? 4 : 3;
  let at = start;
  let columnStart = start;
  for (let column = 0; column < columns; column++) {
    columnStart = at;
    while (at < end && bytes[at]! > SPACE && bytes[at]! < DELETE) at++;
    if (at === columnStart) return false;
    if (column === columns - 1) break;
    if (column === 0) found.topicEnd = at;
    if (column === columns - 2) {
      found.documentStart = columnStart;
      found.documentEnd = at;
    }
    if (at === end || !(bytes[at] === TAB || (bytes[at] === SPACE && format === 'trec'))) return false;
    at++;
  }
  if (at !== end) return false;

  const digits = bytes[columnStart] === MINUS ? columnStart + 1 : columnStart;
  if (end === digits || end - digits > 9) return false;
  let value = 0;
  for (at = digits; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
  }
  found.relevance = digits === columnStart ? value : 0 - value;
  return true;
}

const TAB = 9;
const SPACE = 32;
const MINUS = 45;
const ZERO = 48;
const DELETE = 127;
