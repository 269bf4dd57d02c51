import { codePointOf, isHighSurrogate, isLowSurrogate } from './surrogates.ts';
import { wordBreakOf } from './word-break-classes.ts';
import { wordBreakRules } from './word-break-rules.ts';

/**
 * The longest token at a place of a text, by the rules alone, as Lucene 8's StandardTokenizer finds it. It reads a text through a window
 * of 255 UTF-16 units that starts where the token starts, so that a longer one is split and what joins two parts is not seen across
 * the window's end.
 */

/** Lucene's longest token, in UTF-16 units. */
export const maximumTokenLength = 255;

/** The window's end: a text's end where that comes first, and one unit less where the window would halve a surrogate pair. */
export function windowEnd(units: Uint16Array, start: number, length: number): number {
  const end = start + maximumTokenLength;
  if (end > length) return length;
  return isHighSurrogate(units[end - 1]!) ? end - 1 : end;
}

/** The end of the longest token that starts at `start`, as far as can be told without looking at `limit` and beyond; `start` where there is none. */
export function longestToken(units: Uint16Array, start: number, limit: number): number {
  const { next, width, accepts, final } = wordBreakRules;
  let state = 1;
  let end = start;
  let at = start;
  while (at < limit && final[state] === 0) {
    let codePoint = units[at++]!;
    if (isHighSurrogate(codePoint) && at < limit && isLowSurrogate(units[at]!)) codePoint = codePointOf(codePoint, units[at++]!);
    state = next[state * width + wordBreakOf[codePoint]!]!;
    if (accepts[state] === 1) end = at;
  }
  ranOut = at === limit && final[state] === 0;
  return end;
}

/** Whether the last `longestToken` would have read on, had `limit` not stopped it. */
let ranOut = false;

/** The place after the code point at `at`. */
export function afterCodePoint(units: Uint16Array, at: number, length: number): number {
  return at + 1 < length && isHighSurrogate(units[at]!) && isLowSurrogate(units[at + 1]!) ? at + 2 : at + 1;
}

/**
 * Finds the tokens of a text that ends in the first half of a surrogate pair, as Lucene does: where it fills its window for the last time,
 * not to the brim, and the last unit is such a half, it takes the text to be over where it had read to before. A token being read
 * there is cut; if none is, all that follows is lost. So a text of fewer than 255 units that ends in half a pair has no tokens at all.
 */
export function eachTokenOfHalvedText(units: Uint16Array, length: number, found: (start: number, end: number) => void): void {
  let readTo = 0;
  for (let start = 0; start < length; ) {
    let end = longestToken(units, start, readTo);
    if (ranOut && readTo < length) {
      if (start + maximumTokenLength <= length) {
        readTo = windowEnd(units, start, length);
        end = longestToken(units, start, readTo);
      } else if (start === readTo) {
        return;
      } else {
        readTo = length;
      }
    }
    if (end > start) found(start, end);
    start = end > start ? end : afterCodePoint(units, start, length);
  }
}
