import { dataError, interruptedError } from '../errors.ts';
import { emptyWindow, feedWindow } from '../support/byte-window.ts';
import { fileBytes } from '../support/file-bytes.ts';
import { describeUtf8Fault } from '../support/utf8-fault.ts';
import { longestText } from './longest-text.ts';

export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/**
 * The lines of a text file, plain or gzipped, without their line breaks (LF or CRLF) and without a byte order mark. They come some at a time, as many
 * as were read from the file at once, and are to be gone through before more are asked for.
 *
 * @throws `data` error naming file and line where a line isn't UTF-8, or is longer than any text; `interrupted` when the signal aborts.
 */
export async function* textLines(path: string, shownAs: string, signal: AbortSignal | undefined): AsyncGenerator<Iterable<TextLine>, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const window = emptyWindow();
  let line = 0;

  function take(end: number): TextLine {
    line++;
    const bytes = window.bytes.subarray(window.start, end);
    try {
      const text = decoder.decode(bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes);
      return { text: line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text, line };
    } catch (error) {
      const next = looksLikeUtf16(bytes) ? { next: 'The file looks like UTF-16: save it as UTF-8.' } : {};
      throw dataError(`${shownAs}:${line}: the line is ${describeUtf8Fault(bytes)}`, { ...next, cause: error });
    }
  }

  function* wholeLines(unread: number): Generator<TextLine, void> {
    for (let from = window.start + unread; ; from = window.start) {
      const lineBreak = window.bytes.indexOf(lineFeed, from);
      if (lineBreak < 0 || lineBreak >= window.end) return;
      const taken = take(lineBreak);
      window.start = lineBreak + 1;
      yield taken;
    }
  }

  for await (const chunk of fileBytes(path)) {
    if (signal?.aborted) throw interruptedError();
    const unread = window.end - window.start;
    feedWindow(window, chunk);
    yield wholeLines(unread);
    if (window.end - window.start > longestText) throw dataError(`${shownAs}:${line + 1}: the line has more than ${longestText} bytes`);
  }
  if (window.start < window.end) yield [take(window.end)];
}

/** Lines that hold more than white space, counted without a look at what they hold: ten times as fast as reading them. */
export async function countTextLines(path: string, signal: AbortSignal | undefined): Promise<number> {
  let count = 0;
  let first = true;
  let isBlank = true;
  for await (const chunk of fileBytes(path)) {
    if (signal?.aborted) throw interruptedError();
    let at = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
    first = false;
    while (at < chunk.length) {
      if (isBlank) {
        if (chunk[at++]! <= space) continue;
        count++;
        isBlank = false;
      }
      const lineBreak = chunk.indexOf(lineFeed, at);
      if (lineBreak < 0) break;
      at = lineBreak + 1;
      isBlank = true;
    }
  }
  return count;
}

/** Its byte order mark, in either order of bytes. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
