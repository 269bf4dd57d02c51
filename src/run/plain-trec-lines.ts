import { type ByteWindow, viewOf } from '../support/byte-window.ts';
import { parseDecimal } from '../support/parse-decimal.ts';
import { powersOfTen } from '../support/powers-of-ten.ts';
import { HASH_SEED, hashWord } from './packed-ids.ts';
import { closeRow, growIds, type TopicRows } from './topic-rows.ts';

/**
 * Adds the lines at the front of the window as long as they are what nearly every line of nearly every run is: of the same topic as the line
 * before, six columns, one space between each, LF at the end. One pass over their bytes, in which ids are copied and hashed four bytes at a
 * time: this is where the time of reading a run goes.
 *
 * @param topic not empty.
 * @param line the number of the first line.
 * @returns how many lines were added; `window.start` is moved to the first one that is in any way different, well formed or not.
 */
export function addPlainLines(rows: TopicRows, topic: Buffer, window: ByteWindow, line: number): number {
  const { bytes, view } = window;
  let start = window.start;
  // As many bytes as there is room for, since their ids are no longer than they; where room has to be made, no more than doubles it.
  const room = Math.max(rows.ids.length - rows.used - 8, 2 * (rows.used - rows.idsStart), 1 << 12);
  const end = Math.min(window.end, start + room);
  // Whatever is looked for below, a line break ends the search: nothing is read behind the last one.
  const last = end === start ? 0 : bytes.lastIndexOf(LINE_FEED, end - 1) + 1;
  if (last <= start || bytes[start] !== topic[0]) return 0;
  if (rows.ids.length - rows.used < last - start + 8) growIds(rows, last - start + 8);
  const { ids } = rows;
  const idView = viewOf(ids);
  // Where the first line stands, with which all others are compared: what precedes the document, and the tag, are nearly always the same.
  const first = start;
  let prefix = 0;
  let tag = 0;
  let suffix = 0;
  let added = 0;
  for (; start + topic.length < last; added++) {
    let at = start;
    if (prefix > 0) {
      const end = first + prefix;
      let other = first;
      for (; other + 4 <= end && at + 4 <= last; other += 4, at += 4) if (view.getInt32(other, true) !== view.getInt32(at, true)) break;
      while (other < end && bytes[other] === bytes[at]) {
        other++;
        at++;
      }
      if (other < end) break;
    } else {
      let same = 0;
      while (same < topic.length && bytes[at] === topic[same]) {
        same++;
        at++;
      }
      if (same < topic.length || bytes[at] !== SPACE) break;
      const iteration = ++at;
      while (bytes[at]! > SPACE) at++;
      if (at === iteration || bytes[at] !== SPACE) break;
      at++;
      prefix = at - first;
    }

    const document = at;
    let to = rows.used;
    let hash = HASH_SEED;
    for (; at + 4 <= last; at += 4, to += 4) {
      const word = view.getInt32(at, true);
      // Whether one of the four bytes is a space or less (S. E. Anderson, "Bit Twiddling Hacks", hasless).
      if (((word - 0x21212121) & ~word & 0x80808080) !== 0) break;
      idView.setInt32(to, word, true);
      hash = hashWord(hash, word);
    }
    let rest = 0;
    for (let shift = 0; bytes[at]! > SPACE; at++, shift += 8) {
      ids[to++] = bytes[at]!;
      rest |= bytes[at]! << shift;
    }
    hash = hashWord(hash, rest);
    if (at === document || bytes[at] !== SPACE) break;

    const rank = ++at;
    while (bytes[at]! > SPACE) at++;
    if (at === rank || bytes[at] !== SPACE) break;

    const scoreStart = ++at;
    if (bytes[at] === MINUS) at++;
    let mantissa = 0;
    let digits = 0;
    let whole = -1;
    for (; ; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
      } else if (digit === POINT - ZERO && whole < 0) whole = digits;
      else break;
    }
    let score: number;
    if (bytes[at] === SPACE && digits > 0 && digits <= EXACT_DIGITS) {
      // Both are exact, so that their quotient is the double nearest to the decimal.
      score = whole < 0 ? mantissa : mantissa / powersOfTen[digits - whole]!;
      if (bytes[scoreStart] === MINUS) score = -score;
    } else {
      while (bytes[at]! > SPACE) at++;
      score = parseDecimal(bytes, scoreStart, at);
      if (bytes[at] !== SPACE || !Number.isFinite(score)) break;
    }

    at++;
    if (suffix > 0) {
      let other = 0;
      while (other < suffix && bytes[tag + other] === bytes[at + other]) other++;
      if (other < suffix) break;
      at += other;
    } else {
      tag = at;
      while (bytes[at]! > SPACE) at++;
      if (at === tag || bytes[at] !== LINE_FEED) break;
      at++;
      suffix = at - tag;
    }

    closeRow(rows, to, hash, score, line + added);
    start = at;
  }
  window.start = start;
  return added;
}

/** Any whole number of so many digits is a double. */
const EXACT_DIGITS = 15;
const LINE_FEED = 10;
const SPACE = 32;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
