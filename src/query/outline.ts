/**
 * What a line of a reasoning text begins: a heading, a counted step, an item of a numbered or a bulleted list at the top level, or a paragraph. `inside`
 * begins nothing: it goes on with what came before, or is a nested item, code or a displayed formula.
 */
export type LineKind = 'heading' | 'step' | 'number' | 'bullet' | 'paragraph' | 'inside' | 'blank';

export interface OutlineLine {
  readonly kind: LineKind;
  /** Where it starts in the text, in UTF-16 units. */
  readonly start: number;
  /** Where the next one starts. */
  readonly end: number;
}

/**
 * The lines of a text in Markdown, as language models write it, by what each begins. Reads once, from the first line to the last.
 *
 * Headings are lines led by `#`, lines all in bold, and `Step 3:` alone on a line; with text behind it, that is a counted step (`Step 3: Find …`,
 * `**Step 3** – find …`). Numbers are `1.`, `1)` and `(1)`, in bold or not. An item holds what is indented by two more than itself, and whatever else
 * follows without a blank line between. Nothing begins within fenced code, within formulas (`\[…\]`, `$$…$$`, `\(…\)`, `\begin…\end`), or where a
 * paragraph goes on in lower case. A formula that isn't closed ends at a blank line, as TeX has it; code that isn't closed ends with the text, as Markdown
 * has it.
 */
export function outline(text: string): readonly OutlineLine[] {
  const lines: OutlineLine[] = [];
  let closing: Closing | undefined;
  /** Indentation of the list item that is open. */
  let item: number | undefined;
  let before: LineKind = 'blank';
  for (let start = 0; start < text.length; ) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak + 1;
    const line = text.slice(start, end).trimEnd();
    const content = line.trimStart();
    const indent = widthOf(line.slice(0, line.length - content.length));
    const isContinued = closing !== undefined;
    if (content === '') closing = closing?.kind === 'code' ? closing : undefined;
    else closing = closingAfter(content, closing);

    let kind: LineKind = content === '' ? 'blank' : 'inside';
    if (!isContinued && content !== '' && !display.test(content)) {
      const own = ownKind(content);
      const isNested = item !== undefined && indent >= item + 2;
      const goesOn = own === 'paragraph' && before !== 'blank' && before !== 'heading';
      if (!isNested && !goesOn && !(own === 'paragraph' && /^\p{Ll}/u.test(content))) kind = own;
    }
    if (kind === 'number' || kind === 'bullet') item = indent;
    else if (kind !== 'inside' && kind !== 'blank') item = undefined;
    lines.push({ kind, start, end });
    before = kind;
    start = end;
  }
  return lines;
}

/** What ends code or a formula: the fence that opened it, or a command. */
interface Closing {
  readonly kind: 'code' | 'formula';
  readonly mark: string;
}

const fence = /^(`{3,}|~{3,})/;
/** Stands by itself and says nothing without what led up to it. */
const display = /^(?:`{3,}|~{3,}|\\\[|\$\$|\\begin\{)/;
const heading = /^#{1,6}(?:\s|$)|^\*\*[^*]+\*\*:?$|^__[^_]+__:?$/;
const countedStep =
  /^(?:[-*+•]\s+)?[*_]{0,3}Step\s+(?:\d+|[IVX]+|one|two|three|four|five|six|seven|eight|nine|ten)\b[*_]{0,3}\s*(?:[:.)–—-][*_]*|$)/i;
const number = /^[*_]{0,3}(?:\d{1,3}[.)]|\(\d{1,3}\))[*_]{0,3}(?:\s|$)/;
const bullet = /^[-*+•–]\s/;

function ownKind(content: string): Exclude<LineKind, 'inside' | 'blank'> {
  if (heading.test(content) && !number.test(content)) return 'heading';
  const counted = countedStep.exec(content);
  if (counted !== null) return counted[0] === content ? 'heading' : 'step';
  if (number.test(content)) return 'number';
  return bullet.test(content) ? 'bullet' : 'paragraph';
}

/** What is still open behind a line, given what was open before it. */
function closingAfter(content: string, open: Closing | undefined): Closing | undefined {
  if (open?.kind === 'code') return content.startsWith(open.mark) && content.replaceAll(open.mark[0]!, '') === '' ? undefined : open;
  const opened = open === undefined ? fence.exec(content)?.[1] : undefined;
  if (opened !== undefined) return { kind: 'code', mark: opened };
  let closing = open;
  for (const [mark] of content.matchAll(/\\[[\]()]|\$\$|\\(?:begin|end)\{[^}]*\}/g)) {
    if (closing === undefined) {
      const end = mark.startsWith('\\begin') ? mark.replace('begin', 'end') : ends[mark];
      if (end !== undefined) closing = { kind: 'formula', mark: end };
    } else if (mark === closing.mark) closing = undefined;
  }
  return closing;
}

const ends: Readonly<Record<string, string>> = { '\\[': '\\]', '\\(': '\\)', $$: '$$' };

/** Columns that white space takes: a tab reaches to the next multiple of four, as in Markdown. */
function widthOf(space: string): number {
  let width = 0;
  for (const character of space) width += character === '\t' ? 4 - (width % 4) : 1;
  return width;
}
