import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import type { PageHeader, SchemaTree } from 'hyparquet/src/types.js';

/** The highest repetition and definition levels of a column: 0 where its pages hold none. */
export interface PageLevels {
  readonly repetition: number;
  readonly definition: number;
}

export function levelsOf(schemaPath: SchemaTree[]): PageLevels {
  return { repetition: getMaxRepetitionLevel(schemaPath), definition: getMaxDefinitionLevel(schemaPath) };
}

/** More values than any writer puts into a page, and few enough to make room for. */
const mostValues = 1 << 26;

/**
 * Goes through the runs of a page as its decoder will, without decoding them.
 *
 * hyparquet's decoders believe what they read: a run of two thousand million values, or of less than none, which one damaged byte can claim, would keep
 * them busy or fill the memory before they came to the end of the page. What is wrong in any other way ends in an error by itself.
 *
 * @throws Error where the page claims what it can't hold.
 */
export function checkPage({ header, bytes }: { readonly header: PageHeader; readonly bytes: Uint8Array }, levels: PageLevels): void {
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  if (header.type === 'DICTIONARY_PAGE') {
    // Each text has a length of four bytes, and each number at least as many.
    const entries = dictionary?.num_values ?? 0;
    if (!(entries >= 0 && 4 * entries <= bytes.length)) throw new Error(`a dictionary claims ${entries} values in ${bytes.length} bytes`);
    return;
  }
  const { num_values: count, encoding } = first ?? second ?? { num_values: 0, encoding: undefined };
  if (count > mostValues) throw new Error(`a page claims ${count} values`);
  const at = first !== undefined ? checkLevels(bytes, count, levels) : second !== undefined ? checkSecondLevels(bytes, second, levels) : 0;
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') checkRuns(bytes, at + 1, bytes.length, bytes[at] ?? 0, count);
  else if (encoding === 'DELTA_BINARY_PACKED' || encoding === 'DELTA_LENGTH_BYTE_ARRAY') checkDeltas(bytes, at, count);
  else if (encoding === 'DELTA_BYTE_ARRAY') checkDeltas(bytes, checkDeltas(bytes, at, count), count);
  else if (encoding !== 'PLAIN' && encoding !== 'BYTE_STREAM_SPLIT') throw new Error(`a page's encoding is ${encoding}`);
}

/** Levels of pages of the first version: each kind after its length in four bytes. Returns where the values begin. */
function checkLevels(bytes: Uint8Array, count: number, { repetition, definition }: PageLevels): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (const highest of [repetition, definition]) {
    if (highest === 0) continue;
    const start = at + 4;
    at = start + view.getUint32(at, true);
    if (at > bytes.length) throw new Error(`levels claim ${at - start} of ${bytes.length} bytes`);
    checkRuns(bytes, start, at, widthOf(highest), count);
  }
  return at;
}

/** The same for pages of the second version, whose header has the lengths. */
function checkSecondLevels(bytes: Uint8Array, second: NonNullable<PageHeader['data_page_header_v2']>, levels: PageLevels): number {
  const { num_values: count, num_nulls: nulls, repetition_levels_byte_length: repeating, definition_levels_byte_length: defining } = second;
  const end = repeating + defining;
  if (!(repeating >= 0 && defining >= 0 && end <= bytes.length && nulls >= 0 && nulls <= count)) {
    throw new Error(`a page of ${bytes.length} bytes claims ${end} for its levels, and ${nulls} of ${count} values to be absent`);
  }
  if (levels.repetition > 0) checkRuns(bytes, 0, repeating, widthOf(levels.repetition), count);
  if (levels.definition > 0) checkRuns(bytes, repeating, end, widthOf(levels.definition), count);
  return end;
}

/** Runs of equal values and of values packed into bits (the format's RLE/bit-packing hybrid), of `count` values at most. */
function checkRuns(bytes: Uint8Array, start: number, end: number, width: number, count: number): void {
  if (width > 32) throw new Error(`values of ${width} bits`);
  const cursor = { bytes, at: start };
  for (let seen = 0; seen < count && cursor.at < end; ) {
    const header = readUnsigned(cursor);
    const values = header % 2 === 1 ? 8 * Math.floor(header / 2) : Math.floor(header / 2);
    // Packed values come by eights, and some writers fill their last lot of 504 up.
    if (values > count - seen + (header % 2 === 1 ? 504 : 0)) throw new Error(`a run claims ${values} of ${count - seen} values`);
    seen += values;
    cursor.at += header % 2 === 1 ? (values * width) / 8 : Math.ceil(width / 8);
  }
}

/** Blocks of differences (DELTA_BINARY_PACKED). Returns where they end. */
function checkDeltas(bytes: Uint8Array, start: number, count: number): number {
  const cursor = { bytes, at: start };
  const block = readUnsigned(cursor);
  const parts = readUnsigned(cursor);
  const total = readUnsigned(cursor);
  if (block === 0 || block % 128 !== 0 || block > 1 << 20 || parts === 0 || block % parts !== 0 || total > count) {
    throw new Error(`differences claim ${total} of ${count} values, in blocks of ${block} in ${parts} parts`);
  }
  readVarint(cursor);
  for (let left = total - 1; left > 0 && cursor.at < bytes.length; left -= block) {
    readVarint(cursor);
    const widths = cursor.at;
    cursor.at += parts;
    for (let part = 0; part < parts && part * (block / parts) < left; part++)
      cursor.at += ((bytes[widths + part] ?? 0) * (block / parts)) / 8;
  }
  return cursor.at;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function readUnsigned(cursor: Cursor): number {
  const value = readVarint(cursor);
  if (value >= 2 ** 31) throw new Error(`a page claims ${value} of something`);
  return value;
}

/** Seven bits a byte, lowest first; nothing is longer than ten bytes. */
function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let factor = 1; factor < 2 ** 70; factor *= 128) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw new Error('a page breaks off within a number');
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
  }
  throw new Error('a page holds a number of more than ten bytes');
}

function widthOf(highest: number): number {
  return 32 - Math.clz32(highest);
}
