import { parseDecimal } from '../support/parse-decimal.ts';
import { FNV_OFFSET, FNV_PRIME } from './packed-ids.ts';
import { closeRow, reserve, type TopicRows } from './topic-rows.ts';

/**
 * Adds the line if it is as nearly every line of nearly every run is: of the same topic as the line before, six columns, one space between
 * each. One pass over its bytes, in which the id is copied and hashed: this is where the time of reading a run goes.
 *
 * @param bytes hold a line break at `end`.
 * @returns false, with nothing added, where the line is in any way different, well formed or not.
 */
export function addPlainLine(rows: TopicRows, topic: Buffer, bytes: Buffer, start: number, end: number, line: number): boolean {
  for (let i = 0; i < topic.length; i++) if (bytes[start + i] !== topic[i]) return false;
  let at = start + topic.length;
  if (bytes[at] !== SPACE) return false;

  const iteration = ++at;
  while (bytes[at]! > SPACE) at++;
  if (at === iteration || bytes[at] !== SPACE) return false;

  const document = ++at;
  reserve(rows, end - start);
  const { ids } = rows;
  let to = rows.used;
  let hash = FNV_OFFSET;
  for (;;) {
    const byte = bytes[at]!;
    if (byte <= SPACE) break;
    ids[to++] = byte;
    hash = Math.imul(hash ^ byte, FNV_PRIME);
    at++;
  }
  if (at === document || bytes[at] !== SPACE) return false;

  const rank = ++at;
  while (bytes[at]! > SPACE) at++;
  if (at === rank || bytes[at] !== SPACE) return false;

  const scoreStart = ++at;
  while (bytes[at]! > SPACE) at++;
  const scoreEnd = at;
  if (bytes[at] !== SPACE) return false;

  const tag = ++at;
  while (bytes[at]! > SPACE) at++;
  if (at === tag || at !== end) return false;

  const score = parseDecimal(bytes, scoreStart, scoreEnd);
  if (!Number.isFinite(score)) return false;
  closeRow(rows, to, hash, score, line);
  return true;
}

const SPACE = 32;
