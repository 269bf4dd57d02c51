import { afterCodePoint, eachTokenOfHalvedText, longestToken, maximumTokenLength, windowEnd } from './longest-token.ts';
import { isHighSurrogate, isSurrogate } from './surrogates.ts';
import { type WordBreak, wordBreak as wb, wordBreakOf } from './word-break-classes.ts';

/**
 * Splits text into tokens as Lucene 8's StandardTokenizer does.
 *
 * This is where an index spends its time, hence the shape: the text is copied once into an array of UTF-16 units (copying and reading
 * those is many times as fast as `charCodeAt`), one pass over them finds the tokens, and nothing is made per token but three numbers.
 * Words of letters and digits are scanned here by hand; whatever is rarer (marks, Hebrew, emoji, Katakana, long tokens …) is left
 * to longest-token.ts, which knows all rules.
 */

/** The tokens of one text. Everything is reused: valid until the next call of `tokenize`, and as large as the largest text so far. */
export interface Tokens {
  /** The text in UTF-16 units; what lies beyond the text is undefined. */
  readonly units: Uint16Array;
  /** How many tokens there are. */
  readonly count: number;
  /** Where each token starts in `units`. */
  readonly starts: Int32Array;
  /** Where each token ends in `units`, exclusive: at most `maximumTokenLength` after its start. */
  readonly ends: Int32Array;
  /** The bits that are set in any unit of each token, or more: where they are at most 0xff, all its characters are Latin-1. */
  readonly bits: Int32Array;
  /** The low byte of every unit, and at least twelve bytes more. */
  readonly latin1: DataView;
}

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
/** The `bits` of tokens that the automaton found: nobody has looked. */
const allBits = 0xffff;

/** What is left out is complex. */
const actionOfClass: Partial<Record<WordBreak, number>> = {
  [wb.letter]: letter,
  [wb.numeric]: numeric,
  [wb.midLetter]: joins + letter,
  [wb.midNumber]: joins + numeric,
  [wb.midBoth]: joinsBoth,
  [wb.singleQuote]: joinsBoth,
  [wb.connector]: connector,
  [wb.keycapBase]: keycapBase,
  [wb.other]: breaks,
  // Joins Hebrew letters only, and those are complex.
  [wb.doubleQuote]: breaks,
};
const actionOf = new Uint8Array(0x10000);
for (let unit = 0; unit < actionOf.length; unit++) {
  actionOf[unit] = isSurrogate(unit) ? complex : (actionOfClass[wordBreakOf[unit] as WordBreak] ?? complex);
}

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
  if (isHighSurrogate(text.charCodeAt(text.length - 1))) {
    eachTokenOfHalvedText(tokens.units, text.length, (start, end) => add(start, end, allBits));
  } else {
    scan(text.length);
  }
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
  // UTF-16LE is what a Uint16Array holds on a little-endian machine; there are no others that Node.js and onnxruntime both run on.
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
    let unit = units[at]!;
    let action = actions[unit]!;
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
        bits |= unit;
        unit = units[++at]!;
        action = actions[unit]!;
      } while (action <= numeric && at < limit);
      if (at >= limit) {
        action = complex;
      } else if (action <= joinsBoth) {
        const next = actions[units[at + 1]!]!;
        if (next === complex) {
          action = complex;
        } else if (next === actions[units[at - 1]!] && (action === joinsBoth || action === joins + next)) {
          bits |= unit;
          unit = units[++at]!;
          action = next;
        }
      } else if (action === connector) {
        do {
          bits |= unit;
          unit = units[++at]!;
          action = actions[unit]!;
        } while (action === connector && at < limit);
        if (at >= limit) action = complex;
      }
    }
    if (action < complex) {
      add(start, at, bits);
    } else {
      // `| 0` tells the engine that these are integers, without which it keeps `at` boxed in the loop above.
      at = longestToken(units, start, windowEnd(units, start, length)) | 0;
      if (at > start) add(start, at, allBits);
      else at = afterCodePoint(units, start, length) | 0;
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
