import { lowerCase } from './lower-case.ts';
import { stem } from './porter-stemmer.ts';
import { isStopWord } from './stop-words.ts';
import { codePointOf, isHighSurrogate, isLowSurrogate } from './surrogates.ts';

/**
 * Turns a token into its term as Lucene's English chain does: EnglishPossessiveFilter, LowerCaseFilter, StopFilter, PorterStemFilter.
 * Reads the token from `units[start]` to `units[end - 1]`, writes the term to the front of `term` (which must have room for the
 * token) and returns its length, 0 where the token is a stop word.
 */
export function filterEnglish(units: Uint16Array, start: number, end: number, term: Uint16Array): number {
  const length = lowerCaseInto(term, units, start, isPossessive(units, start, end) ? end - 2 : end);
  return isStopWord(term, length) ? 0 : stem(term, length);
}

/** Whether the token ends in 's: an apostrophe of any of three kinds, then s or S. */
function isPossessive(units: Uint16Array, start: number, end: number): boolean {
  if (end - start < 2 || (units[end - 1]! | 0x20) !== 0x73) return false;
  const mark = units[end - 2];
  return mark === 0x27 || mark === 0x2019 || mark === 0xff07;
}

function lowerCaseInto(term: Uint16Array, units: Uint16Array, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    const unit = units[at]!;
    if (isHighSurrogate(unit) && at + 1 < end && isLowSurrogate(units[at + 1]!)) {
      const lower = lowerCase(codePointOf(unit, units[at + 1]!)) - 0x10000;
      term[length++] = 0xd800 | (lower >> 10);
      term[length++] = 0xdc00 | (lower & 0x3ff);
      at++;
    } else {
      term[length++] = lowerCase(unit);
    }
  }
  return length;
}
