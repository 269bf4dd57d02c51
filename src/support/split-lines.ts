import { dataError } from '../errors.ts';
import { type ByteWindow, emptyWindow, feedWindow } from './byte-window.ts';

/**
 * A line is `bytes` from `start` to `end` (exclusive), without its line break; `bytes[end]` is the line break's first byte, always there.
 * `line` counts from 1. Only valid during the call.
 */
export type VisitLine = (bytes: Buffer, start: number, end: number, line: number) => void;

/**
 * Reads as many lines as it can at once from the front of the window, the first of which has this number, and moves `window.start` behind
 * them: a shorter way for lines of a known kind. Returns how many it read; the next one is visited, and then it is asked again.
 */
export type SkimLines = (window: ByteWindow, line: number) => number;

export interface LineSplitter {
  /** Visits every line that is complete once this chunk is there. */
  push(chunk: Uint8Array): void;
  /** Visits the last line where the file doesn't end in a line break. */
  end(): void;
}

/** No line of a run or qrels file is anywhere near as long; a longer one means that the file isn't text. */
const LONGEST_LINE = 1 << 20;

/**
 * Cuts bytes into lines without making a string of any: LF or CRLF, a byte order mark at the front is passed over, a missing line break at
 * the end is no fault.
 *
 * @param file named in the errors for what can't be text: a zero byte, or a line of more than 1 MiB.
 */
export function splitLines(file: string, visit: VisitLine, skim: SkimLines = () => 0): LineSplitter {
  const window = emptyWindow();
  let line = 0;

  function visitLine(start: number, lineBreak: number): void {
    const { bytes } = window;
    line++;
    if (line === 1 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
    const end = lineBreak > start && bytes[lineBreak - 1] === CARRIAGE_RETURN ? lineBreak - 1 : lineBreak;
    visit(bytes, start, end, line);
  }

  function checkLength(length: number): void {
    if (length > LONGEST_LINE) {
      throw dataError(`${file}:${line + 1}: the line has more than ${LONGEST_LINE} bytes`, { next: 'Check that this is a text file.' });
    }
  }

  return {
    push(chunk) {
      if (chunk.includes(0)) throw dataError(`${file}: is not a text file: it holds a zero byte`);
      let unread = window.end - window.start;
      feedWindow(window, chunk);
      for (;;) {
        const skimmed = line === 0 ? 0 : skim(window, line + 1);
        if (skimmed > 0) unread = 0;
        line += skimmed;
        const { bytes, start, end } = window;
        const found = bytes.indexOf(LINE_FEED, start + unread);
        // What lies behind `end` is left over from before.
        const at = found < 0 || found > end ? end : found;
        checkLength(at - start);
        if (at === end) return;
        window.start = at + 1;
        unread = 0;
        visitLine(start, at);
      }
    },
    end() {
      if (window.start === window.end) return;
      feedWindow(window, Uint8Array.of(LINE_FEED));
      visitLine(window.start, window.end - 1);
      window.start = window.end;
    },
  };
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
