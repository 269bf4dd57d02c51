import { isUtf8 } from 'node:buffer';
import { dataError } from '../errors.ts';
import { emptyWindow, feedWindow } from './byte-window.ts';
import { parseDecimal } from './parse-decimal.ts';
import { quote } from './quote.ts';

/** Values that are not numbers and hold nothing. Python's json writes NaN and the infinities, which JSON itself doesn't have. */
export type JsonWord = 'true' | 'false' | 'null' | 'NaN' | 'Infinity' | '-Infinity';

/** Is told what a JSON text holds, in order. Text is UTF-8 `bytes` from `start` to `end` (exclusive), escapes resolved, valid during the call. */
export interface JsonVisitor {
  open(kind: 'object' | 'array'): void;
  close(kind: 'object' | 'array'): void;
  key(bytes: Buffer, start: number, end: number): void;
  text(bytes: Buffer, start: number, end: number): void;
  number(value: number): void;
  word(word: JsonWord): void;
}

export interface JsonScanner {
  push(chunk: Uint8Array): void;
  /** @throws `data` error where the text isn't finished. */
  end(): void;
  /** `file:line:column` of what the visitor is being told, both from 1, the column in bytes. */
  place(): string;
  line(): number;
}

/** What may come next. */
type State = 'value' | 'value or ]' | 'key or }' | 'key' | ':' | ', or ]' | ', or }' | 'nothing';

const DEEPEST = 64;
const LONGEST_TOKEN = 1 << 20;

/**
 * Reads one JSON value from chunks of bytes without ever holding more than a chunk and a token. All of RFC 8259 and Python's NaN,
 * Infinity and -Infinity.
 *
 * @throws `data` error with file, line and column where the text isn't JSON, is nested more than 64 deep, has a name or number of more than
 *   1 MiB, or text that is half a surrogate pair or not UTF-8.
 */
export function scanJson(file: string, visitor: JsonVisitor): JsonScanner {
  const window = emptyWindow();
  const open: ('object' | 'array')[] = [];
  let state: State = 'value';
  let line = 1;
  /** Position in the window of the current line's first byte: below 0 where it has been dropped. */
  let lineStart = 0;
  let token = 0;
  let last = false;
  let first = true;

  function place(at = token): string {
    return `${file}:${line}:${at - lineStart + 1}`;
  }

  function refuse(expected: string, at = token): Error {
    if (at >= window.end)
      return dataError(`${place(at)}: the JSON breaks off: expected ${expected}`, { next: 'Get or write the file again.' });
    const found = window.bytes.toString('utf8', at, Math.min(at + 20, window.end));
    return dataError(`${place(at)}: is not JSON: expected ${expected}, found ${quote(found)}`);
  }

  function afterValue(): State {
    if (open.length === 0) return 'nothing';
    return open.at(-1) === 'object' ? ', or }' : ', or ]';
  }

  function openNew(kind: 'object' | 'array'): void {
    if (open.length === DEEPEST) throw dataError(`${place()}: the JSON is nested more than ${DEEPEST} deep`);
    open.push(kind);
    state = kind === 'object' ? 'key or }' : 'value or ]';
    visitor.open(kind);
  }

  function closeLast(): void {
    const kind = open.pop()!;
    state = afterValue();
    visitor.close(kind);
  }

  /** Takes the token at `token`. Returns where it ends, or -1 where it may go on in the next chunk. */
  function take(): number {
    const byte = window.bytes[token]!;
    if (byte === QUOTE) {
      if (state !== 'key' && state !== 'key or }' && state !== 'value' && state !== 'value or ]') throw refuse(state);
      return takeString();
    }
    if (state === 'value' || state === 'value or ]') {
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) openNew(byte === OPEN_BRACE ? 'object' : 'array');
      else if (byte === CLOSE_BRACKET && state === 'value or ]') closeLast();
      else return takeWordOrNumber();
    } else if (byte === CLOSE_BRACE && (state === ', or }' || state === 'key or }')) closeLast();
    else if (byte === CLOSE_BRACKET && state === ', or ]') closeLast();
    else if (byte === COMMA && (state === ', or }' || state === ', or ]')) state = state === ', or }' ? 'key' : 'value';
    else if (byte === COLON && state === ':') state = 'value';
    else throw refuse(state === 'key' || state === 'key or }' ? `a name in quotes${state === 'key' ? '' : ' or }'}` : state);
    return token + 1;
  }

  function takeString(): number {
    const { bytes, end } = window;
    let at = token + 1;
    let plain = true;
    let high = 0;
    for (;;) {
      for (; at < end; at++) {
        const byte = bytes[at]!;
        if (byte === QUOTE || byte === BACKSLASH || byte < SPACE) break;
        high |= byte;
      }
      if (at >= end) return unfinished('a quote at the end of the text');
      if (bytes[at] === QUOTE) break;
      if (bytes[at] !== BACKSLASH) throw refuse('no control character within a text', at);
      plain = false;
      at += 2;
    }
    if (high >= 0x80 && !isUtf8(bytes.subarray(token, at + 1))) {
      throw dataError(`${place()}: a text is not UTF-8: ${quote(bytes.toString('utf8', token, at + 1))}`);
    }
    const isKey = state === 'key' || state === 'key or }';
    state = isKey ? ':' : afterValue();
    const text = plain ? bytes : resolveEscapes(bytes.toString('utf8', token, at + 1));
    const from = plain ? token + 1 : 0;
    const to = plain ? at : text.length;
    if (isKey) visitor.key(text, from, to);
    else visitor.text(text, from, to);
    return at + 1;
  }

  function resolveEscapes(written: string): Buffer {
    let text: string;
    try {
      text = JSON.parse(written) as string;
    } catch (error) {
      throw dataError(`${place()}: is not JSON: a text with a wrong escape: ${quote(written)}`, { cause: error });
    }
    if (/\p{Surrogate}/u.test(text)) throw dataError(`${place()}: a text holds half a surrogate pair: ${quote(written)}`);
    return Buffer.from(text, 'utf8');
  }

  function takeWordOrNumber(): number {
    const { bytes, end } = window;
    let at = token;
    while (at < end && isWordByte(bytes[at]!)) at++;
    if (at >= end && !last) return unfinished('a value');
    if (at === token) throw refuse(state === 'value or ]' ? 'a value or ]' : 'a value');
    if (bytes[token]! === MINUS ? isDigit(bytes[token + 1]!) : isDigit(bytes[token]!)) {
      const value = isJsonNumber(bytes, token, at) ? parseDecimal(bytes, token, at) : Number.NaN;
      if (Number.isNaN(value)) throw refuse('a number');
      state = afterValue();
      visitor.number(value);
      return at;
    }
    const word = bytes.toString('latin1', token, at);
    if (!isWord(word)) throw refuse('a value');
    state = afterValue();
    visitor.word(word);
    return at;
  }

  function unfinished(expected: string): -1 {
    if (last) throw refuse(expected, window.end);
    if (window.end - token > LONGEST_TOKEN) throw dataError(`${place()}: a name or value has more than ${LONGEST_TOKEN} bytes`);
    return -1;
  }

  function scan(): void {
    const { bytes, end } = window;
    let at = window.start;
    while (at < end) {
      const byte = bytes[at]!;
      if (byte === LINE_FEED) {
        line++;
        lineStart = at + 1;
      }
      if (byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB) {
        at++;
        continue;
      }
      token = at;
      const next = take();
      if (next < 0) break;
      at = next;
    }
    window.start = at;
  }

  function feed(chunk: Uint8Array): void {
    lineStart -= window.start;
    feedWindow(window, chunk);
    if (first && window.end >= 3) {
      first = false;
      if (window.bytes[0] === 0xef && window.bytes[1] === 0xbb && window.bytes[2] === 0xbf) window.start = 3;
    }
    scan();
  }

  return {
    push: feed,
    end() {
      last = true;
      feed(new Uint8Array(0));
      if (state !== 'nothing') throw refuse(open.length === 0 ? 'a value' : `the end of the ${open.at(-1)}`, window.end);
    },
    place: () => place(),
    line: () => line,
  };
}

function isWord(text: string): text is JsonWord {
  return /^(?:true|false|null|NaN|-?Infinity)$/.test(text);
}

function isWordByte(byte: number): boolean {
  return isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 122) || byte === MINUS || byte === PLUS || byte === POINT;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** JSON is stricter than `parseDecimal`: no zero before other digits, and digits on both sides of the point. */
function isJsonNumber(bytes: Buffer, start: number, end: number): boolean {
  const first = bytes[start] === MINUS ? start + 1 : start;
  if (bytes[first] === 48 && first + 1 < end && isDigit(bytes[first + 1]!)) return false;
  for (let at = first; at < end; at++) if (bytes[at] === POINT) return at + 1 < end && isDigit(bytes[at + 1]!);
  return true;
}

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
