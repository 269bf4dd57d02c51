import { isUtf8 } from 'node:buffer';
import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import { hashBytes, idAt, indexIds, type PackedIds } from './packed-ids.ts';
import type { PackedRanking } from './packed-ranking.ts';

/** The rows of one topic while they are being read. Grows; may be used again for the next topic. */
export interface TopicRows {
  count: number;
  /** Bytes used of `ids`. */
  used: number;
  ids: Buffer;
  starts: Uint32Array;
  hashes: Int32Array;
  scores: Float64Array;
  /** Line or row of the file, counted from 1, that each row came from. */
  lines: Uint32Array;
}

export function emptyRows(): TopicRows {
  return {
    count: 0,
    used: 0,
    ids: Buffer.allocUnsafeSlow(1024),
    starts: new Uint32Array(32),
    hashes: new Int32Array(32),
    scores: new Float64Array(32),
    lines: new Uint32Array(32),
  };
}

export function clearRows(rows: TopicRows): void {
  rows.count = 0;
  rows.used = 0;
}

/** Adds a document whose id is `bytes` from `start` to `end` (exclusive), which hold no zero byte. */
export function addRow(rows: TopicRows, bytes: Uint8Array, start: number, end: number, score: number, line: number): void {
  reserve(rows, end - start + 1);
  const { ids } = rows;
  let at = rows.used;
  for (let from = start; from < end; from++) ids[at++] = bytes[from]!;
  closeRow(rows, at, hashBytes(ids, rows.used, at), score, line);
}

/** Makes room for ids of up to `length` bytes, their zero bytes included, and for a few bytes more. */
export function reserve(rows: TopicRows, length: number): void {
  if (rows.used + length + 8 > rows.ids.length) growIds(rows, rows.used + length + 8);
}

/** Completes a row whose id has been put into `ids` from `used` to `end` (exclusive); `hash` is its `hashBytes`. */
export function closeRow(rows: TopicRows, end: number, hash: number, score: number, line: number): void {
  if (rows.count === rows.scores.length) growRows(rows);
  const row = rows.count++;
  rows.starts[row] = rows.used;
  rows.ids[end] = 0;
  rows.used = end + 1;
  rows.hashes[row] = hash;
  rows.scores[row] = score;
  rows.lines[row] = line;
}

/**
 * The rows as a ranking of its own, which shares no memory with them.
 *
 * @throws `data` error with file and line for a document that stands twice or an id that is not UTF-8.
 */
export function rankRows(rows: TopicRows, file: string, topic: string): PackedRanking {
  const { count } = rows;
  const starts = new Uint32Array(count + 1);
  starts.set(rows.starts.subarray(0, count));
  starts[count] = rows.used;
  const bytes = Buffer.allocUnsafeSlow(rows.used);
  rows.ids.copy(bytes, 0, 0, rows.used);
  const ids: PackedIds = { count, bytes, starts, hashes: rows.hashes.slice(0, count) };

  if (!isUtf8(bytes)) {
    let row = 0;
    while (isUtf8(bytes.subarray(starts[row], starts[row + 1]))) row++;
    throw dataError(`${file}:${rows.lines[row]}: a document id of topic ${quote(topic)} is not UTF-8 text: ${quote(idAt(ids, row))}`);
  }
  const { duplicate } = indexIds(ids);
  if (duplicate !== undefined) {
    const [earlier, later] = duplicate;
    const where = rows.lines[earlier] === rows.lines[later] ? '' : `; it stands in line ${rows.lines[earlier]} as well`;
    throw dataError(`${file}:${rows.lines[later]}: document ${quote(idAt(ids, later))} occurs twice in topic ${quote(topic)}${where}`, {
      next: 'Keep one of the two: no measure is defined for a ranking that repeats a document.',
    });
  }
  return { ...ids, scores: rows.scores.slice(0, count) };
}

function growRows(rows: TopicRows): void {
  const length = rows.scores.length * 2;
  rows.starts = copyInto(new Uint32Array(length), rows.starts);
  rows.hashes = copyInto(new Int32Array(length), rows.hashes);
  rows.scores = copyInto(new Float64Array(length), rows.scores);
  rows.lines = copyInto(new Uint32Array(length), rows.lines);
}

function growIds(rows: TopicRows, needed: number): void {
  rows.ids = copyInto(Buffer.allocUnsafeSlow(Math.max(needed, rows.ids.length * 2)), rows.ids);
}

function copyInto<Numbers extends Uint32Array | Int32Array | Float64Array | Buffer>(larger: Numbers, values: Numbers): Numbers {
  larger.set(values);
  return larger;
}
