import { isUtf8 } from 'node:buffer';
import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import { hashBytes, idAt, indexIds, type PackedIds } from './packed-ids.ts';
import type { PackedRanking } from './packed-ranking.ts';

/**
 * The rows of one topic while they are being read. Memory is taken for several topics at once: a finished topic keeps its part of the
 * arrays, and the next one gets the part behind it.
 */
export interface TopicRows {
  /** Where the topic starts in the arrays below, and how many rows it has so far. */
  first: number;
  count: number;
  /** Where the topic's ids start in `ids`, and where they end so far. */
  idsStart: number;
  used: number;
  ids: Buffer;
  /** From `idsStart`. */
  starts: Uint32Array;
  hashes: Int32Array;
  scores: Float64Array;
  /** Line or row of the file, counted from 1, that each row came from. */
  lines: Uint32Array;
}

export function emptyRows(): TopicRows {
  return {
    first: 0,
    count: 0,
    idsStart: 0,
    used: 0,
    ids: Buffer.alloc(0),
    starts: new Uint32Array(0),
    hashes: new Int32Array(0),
    scores: new Float64Array(0),
    lines: new Uint32Array(0),
  };
}

/** Adds a document whose id is `bytes` from `start` to `end` (exclusive), which hold no zero byte. */
export function addRow(rows: TopicRows, bytes: Uint8Array, start: number, end: number, score: number, line: number): void {
  if (rows.ids.length - rows.used < end - start + 8) growIds(rows, end - start + 8);
  const { ids } = rows;
  let at = rows.used;
  for (let from = start; from < end; from++) ids[at++] = bytes[from]!;
  closeRow(rows, at, hashBytes(ids, rows.used, at), score, line);
}

/** Completes a row whose id has been put into `ids` from `used` to `end` (exclusive); `hash` is its `hashBytes`. */
export function closeRow(rows: TopicRows, end: number, hash: number, score: number, line: number): void {
  const row = rows.first + rows.count;
  // One more is left for the end of the last id.
  if (row + 1 >= rows.starts.length) {
    growRows(rows);
    closeRow(rows, end, hash, score, line);
    return;
  }
  rows.count++;
  rows.starts[row] = rows.used - rows.idsStart;
  rows.ids[end] = 0;
  rows.used = end + 1;
  rows.hashes[row] = hash;
  rows.scores[row] = score;
  rows.lines[row] = line;
}

/**
 * The rows as a ranking, which from then on is alone in its part of the memory; `rows` is empty.
 *
 * @throws `data` error with file and line for a document that stands twice or an id that is not UTF-8.
 */
export function takeRanking(rows: TopicRows, file: string, topic: string): PackedRanking {
  const { first, count, idsStart, used } = rows;
  rows.starts[first + count] = used - idsStart;
  const bytes = rows.ids.subarray(idsStart, used);
  const starts = rows.starts.subarray(first, first + count + 1);
  const ids: PackedIds = { count, bytes, starts, hashes: rows.hashes.subarray(first, first + count) };
  const lines = rows.lines.subarray(first, first + count);
  const scores = rows.scores.subarray(first, first + count);
  rows.first += count + 1;
  rows.count = 0;
  rows.idsStart = used;

  if (!isUtf8(bytes)) {
    let row = 0;
    while (isUtf8(bytes.subarray(starts[row], starts[row + 1]))) row++;
    throw dataError(`${file}:${lines[row]}: a document id of topic ${quote(topic)} is not UTF-8 text: ${quote(idAt(ids, row))}`);
  }
  const index = indexIds(ids);
  const { duplicate } = index;
  if (duplicate !== undefined) {
    const [earlier, later] = duplicate;
    const where = lines[earlier] === lines[later] ? '' : `; it stands in line ${lines[earlier]} as well`;
    throw dataError(`${file}:${lines[later]}: document ${quote(idAt(ids, later))} occurs twice in topic ${quote(topic)}${where}`, {
      next: 'Keep one of the two: no measure is defined for a ranking that repeats a document.',
    });
  }
  return { ...ids, scores, index };
}

/** Uses the memory of all rankings that were taken again; the rows that have not been taken are kept. */
export function recycle(rows: TopicRows): void {
  const { first, count, idsStart, used } = rows;
  for (const column of [rows.starts, rows.hashes, rows.scores, rows.lines]) column.copyWithin(0, first, first + count);
  rows.ids.copyWithin(0, idsStart, used);
  rows.first = 0;
  rows.idsStart = 0;
  rows.used = used - idsStart;
}

/**
 * More is taken each time, up to what a few topics of a thousand documents need: small rows stay small, and the engine has seen all of this
 * happen before it compiles the loops that call it.
 */
const MOST_ROWS = 1 << 13;
const MOST_BYTES = 1 << 19;

/** Goes on in other arrays; what is finished stays behind. */
function growRows(rows: TopicRows): void {
  const { first, count } = rows;
  const length = Math.max(32, 2 * count, Math.min(2 * rows.scores.length, MOST_ROWS));
  const move = <Numbers extends Uint32Array | Int32Array | Float64Array>(larger: Numbers, values: Numbers): Numbers => {
    larger.set(values.subarray(first, first + count));
    return larger;
  };
  rows.starts = move(new Uint32Array(length), rows.starts);
  rows.hashes = move(new Int32Array(length), rows.hashes);
  rows.scores = move(new Float64Array(length), rows.scores);
  rows.lines = move(new Uint32Array(length), rows.lines);
  rows.first = 0;
}

/** Makes room for `length` more bytes of ids, with which go the zero byte behind each and up to three that are written and not kept. */
export function growIds(rows: TopicRows, length: number): void {
  const { idsStart, used } = rows;
  const larger = Buffer.allocUnsafeSlow(Math.max(2 * (used - idsStart + length), Math.min(2 * rows.ids.length, MOST_BYTES)));
  rows.ids.copy(larger, 0, idsStart, used);
  rows.ids = larger;
  rows.idsStart = 0;
  rows.used = used - idsStart;
}
