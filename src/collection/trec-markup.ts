import { dataError } from '../errors.ts';
import { textLines } from './text-lines.ts';

/** What stands between the tags that begin and end a record, with the tags, and the line that it begins in. */
export interface MarkedRecord {
  readonly markup: string;
  readonly line: number;
}

/** A record that is longer than any document is one whose end is missing. */
const longestRecord = 1 << 28;

/**
 * Cuts a file of TREC's markup (SGML, or XML) into its records.
 *
 * @param tag name of the element that holds a record, in lower case: `doc`, `top`.
 * @throws `data` error naming the line where a record begins that doesn't end.
 */
export async function* markedRecords(
  path: string,
  tag: RegExp,
  shownAs: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<MarkedRecord, void> {
  const open = new RegExp(`<(?:${tag.source})\\b[^>]*>`, 'i');
  const close = new RegExp(`</(?:${tag.source})\\s*>`, 'i');
  let lines: string[] | undefined;
  let began = 0;
  let size = 0;
  for await (const block of textLines(path, shownAs, signal))
    for (const { text: whole, line } of block) {
      // Several records may share a line.
      for (let text = whole; ; ) {
        if (lines === undefined) {
          const start = open.exec(text);
          if (start === null) break;
          text = text.slice(start.index);
          lines = [];
          began = line;
          size = 0;
        }
        const end = close.exec(text);
        if (end === null) {
          lines.push(text);
          size += text.length;
          if (size > longestRecord) throw unfinished(shownAs, began, tag);
          break;
        }
        lines.push(text.slice(0, end.index + end[0].length));
        yield { markup: lines.join('\n'), line: began };
        lines = undefined;
        text = text.slice(end.index + end[0].length);
      }
    }
  if (lines !== undefined) throw unfinished(shownAs, began, tag);
}

/** The text of markup: tags become spaces, the entities of XML and numbered ones their characters, runs of blanks one space. */
export function plainText(markup: string): string {
  return markup
    .replace(/<!--[\s\S]*?-->|<\/?[A-Za-z][^<>]*>/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()]!;
      const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? whole : String.fromCodePoint(code);
    })
    .replace(/\s+/g, ' ')
    .trim();
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unfinished(shownAs: string, line: number, tag: RegExp): Error {
  const name = tag.source.toUpperCase();
  return dataError(`${shownAs}:${line}: the <${name}> that begins here has no </${name}>`, { next: 'The file may have been cut off.' });
}
