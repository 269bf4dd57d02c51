import { wordBreak as wb, wordBreakOf } from './word-break-classes.ts';
import { wordBreakRules } from './word-break-rules.ts';

/**
 * Splits text into tokens as Lucene 8's StandardTokenizer does.
 *
 * This is where an index spends its time, hence the shape: the text is copied once into an array of UTF-16 units (copying and reading
 * those is many times as fast as `charCodeAt`), one pass over them finds the tokens, and nothing is made per token but three numbers.
 * Words of letters and digits are scanned here by hand; whatever is rarer (marks, Hebrew, emoji, Katakana, long tokens …) is left
 * to the automaton of word-break-rules.ts, which alone says what a token is.
 */

/** The tokens of one text. Everything is reused: valid until the next call of `tokenize`. */
export interface Tokens {
  /** The text in UTF-16 units; what lies beyond the text is undefined. */
  readonly units: Uint16Array;
  /** How many tokens there are. */
  readonly count: number;
  /** Where each token starts in `units`. */
  readonly starts: Int32Array;
  /** Where each token ends in `units`, exclusive: at most `maximumTokenLength` after its start. */
  readonly ends: Int32Array;
  /**
   * The bits that are set in any unit of each token: at most 0xff where all its characters are Latin-1. Marks and rare scripts may count
   * as more than they are.
   */
  readonly bits: Int32Array;
  /** The low byte of every unit, and at least twelve bytes more. */
  readonly latin1: DataView;
}

/** Lucene's longest token, in UTF-16 units. What is longer is split. */
export const maximumTokenLength = 255;

/** What the scanner does about a UTF-16 unit; `letter` and `numeric` come first, so that one comparison knows a word's own units. */
const letter = 0;
const numeric = 1;
/** Plus `letter` or `numeric`: a mark of punctuation that belongs to the word between two of those. */
const joins = 2;
/** A mark of punctuation that belongs to the word between two letters as well as between two digits. */
const joinsBoth = 4;
/** Starts no token and ends every word. */
const breaks = 5;
/** As `breaks`, but an emoji where a `complex` unit follows. */
const keycapBase = 6;
/** The low line and its like. */
const connector = 7;
/** Left to the automaton. */
const complex = 8;

const actionOf = Uint8Array.from(wordBreakOf.subarray(0, 0x10000), (wordBreak, unit) => {
  if (unit >= 0xd800 && unit <= 0xdfff) return complex;
  switch (wordBreak) {
    case wb.letter:
      return letter;
    case wb.numeric:
      return numeric;
    case wb.midLetter:
      return joins + letter;
    case wb.midNumber:
      return joins + numeric;
    case wb.midBoth:
    case wb.singleQuote:
      return joinsBoth;
    case wb.connector:
      return connector;
    case wb.keycapBase:
      return keycapBase;
    case wb.other:
    case wb.doubleQuote: // Joins Hebrew letters only, and those are complex.
      return breaks;
    default:
      return complex;
  }
});

const tokens = {
  units: new Uint16Array(0),
  latin1: new DataView(new ArrayBuffer(0)),
  count: 0,
  starts: new Int32Array(0),
  ends: new Int32Array(0),
  bits: new Int32Array(0),
};
/** The memory of `units` and `latin1`. */
let unitBytes = Buffer.alloc(0);
let latin1Bytes = Buffer.alloc(0);

/** The tokens of `text`, in order. Any string will do, lone surrogates included. */
export function tokenize(text: string): Tokens {
  readUnits(text);
  tokens.count = 0;
  if (isHighSurrogate(text.charCodeAt(text.length - 1))) scanHalvedEnd(text.length);
  else scan(text.length);
  return tokens;
}

function readUnits(text: string): void {
  if (tokens.units.length < text.length + 2) {
    const capacity = 2 * text.length + 64;
    unitBytes = Buffer.from(new ArrayBuffer(2 * capacity));
    latin1Bytes = Buffer.from(new ArrayBuffer(capacity + 12));
    tokens.units = new Uint16Array(unitBytes.buffer);
    tokens.latin1 = new DataView(latin1Bytes.buffer);
  }
  unitBytes.write(text, 'utf16le');
  latin1Bytes.write(text, 'latin1');
  // Two units that end every word, so that the scanner looks ahead without asking whether the text is over.
  tokens.units[text.length] = 0;
  tokens.units[text.length + 1] = 0;
}

/** Finds the tokens of the first `length` units. */
function scan(length: number): void {
  const { units } = tokens;
  const actions = actionOf;
  let at = 0;
  while (at < length) {
    let action = actions[units[at]!]!;
    if (action > numeric) {
      if (action <= breaks || (action === keycapBase && actions[units[at + 1]!] !== complex)) {
        at++;
        continue;
      }
      action = complex;
    }
    const start = at;
    const limit = start + maximumTokenLength - 1;
    let bits = 0;
    while (action <= numeric) {
      do {
        bits |= units[at]!;
        action = actions[units[++at]!]!;
      } while (action <= numeric && at < limit);
      if (at >= limit) {
        action = complex;
      } else if (action <= joinsBoth) {
        const next = actions[units[at + 1]!]!;
        if (next === complex) {
          action = complex;
        } else if (next === actions[units[at - 1]!] && (action === joinsBoth || action === joins + next)) {
          bits |= units[at++]!;
          action = next;
        }
      } else if (action === connector) {
        do {
          bits |= units[at]!;
          action = actions[units[++at]!]!;
        } while (action === connector && at < limit);
        if (at >= limit) action = complex;
      }
    }
    if (action < complex) {
      add(start, at, bits);
    } else {
      at = longestMatch(start, windowEnd(start, length));
      if (at > start) add(start, at, allBits);
      else at = afterCodePoint(start, length);
    }
  }
}

function add(start: number, end: number, bits: number): void {
  const count = tokens.count++;
  if (count === tokens.starts.length) growTokens();
  tokens.starts[count] = start;
  tokens.ends[count] = end;
  tokens.bits[count] = bits;
}

function growTokens(): void {
  const capacity = Math.max(1024, tokens.starts.length * 2);
  function grown(array: Int32Array): Int32Array<ArrayBuffer> {
    const larger = new Int32Array(capacity);
    larger.set(array);
    return larger;
  }
  tokens.starts = grown(tokens.starts);
  tokens.ends = grown(tokens.ends);
  tokens.bits = grown(tokens.bits);
}

/** Where what may be read of a token that starts at `start` ends: Lucene's window of 255 units, less one where that would halve a surrogate pair. */
function windowEnd(start: number, length: number): number {
  const end = start + maximumTokenLength;
  if (end > length) return length;
  return isHighSurrogate(tokens.units[end - 1]!) ? end - 1 : end;
}

/** For tokens that the automaton found: nobody has looked. */
const allBits = 0xffff;

/** Whether the last `longestMatch` would have read on, had `limit` not stopped it. */
let ranOut = false;

/** The end of the longest token that starts at `start`, as far as can be told without looking at `limit` or beyond; `start` where there is none. */
function longestMatch(start: number, limit: number): number {
  const { units } = tokens;
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

function afterCodePoint(at: number, length: number): number {
  const { units } = tokens;
  return at + 1 < length && isHighSurrogate(units[at]!) && isLowSurrogate(units[at + 1]!) ? at + 2 : at + 1;
}

/**
 * Finds the tokens of a text that ends in the first half of a surrogate pair, as Lucene does: it reads a text in windows, and where the
 * last one, not full, ends so, it takes the text to be over where that window began. A token being read there is cut; if none is,
 * all that follows is lost. So a text of fewer than 255 units that ends in half a pair has no tokens at all.
 */
function scanHalvedEnd(length: number): void {
  let readTo = 0;
  for (let at = 0; at < length; ) {
    const start = at;
    at = longestMatch(start, readTo);
    if (ranOut && readTo < length) {
      if (start + maximumTokenLength <= length) {
        readTo = windowEnd(start, length);
        at = longestMatch(start, readTo);
      } else if (start === readTo) {
        return;
      } else {
        readTo = length;
      }
    }
    if (at > start) add(start, at, allBits);
    else at = afterCodePoint(start, length);
  }
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}
function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
function codePointOf(high: number, low: number): number {
  return ((high & 0x3ff) << 10) + (low & 0x3ff) + 0x10000;
}
