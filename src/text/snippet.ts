import { analyzeEnglish } from './analyze-english.ts';

export interface SnippetOptions {
  /** Characters at most, the signs of omission left aside. */
  readonly width: number;
}

/** Further down no snippet is looked for: a reader wouldn't either, and a document may be a whole book. */
const wordsRead = 20_000;

/**
 * The passage of a text that holds the most different terms of a query, on one line; the first such, so that it is the beginning where nothing matches.
 * Signs of omission stand where text was left out.
 *
 * @param terms as `analyzeEnglish` gives them.
 */
export function snippet(text: string, terms: ReadonlySet<string>, { width }: SnippetOptions): string {
  const words = text.split(/\s+/, wordsRead + 1).filter((word) => word !== '');
  const matches = words.map((word) => (terms.size === 0 ? [] : analyzeEnglish(word).filter((term) => terms.has(term))));
  const { from, to } = bestWindow(words, matches, width);
  const shown = cut(words.slice(from, to).join(' '), width);
  return `${from > 0 ? '… ' : ''}${shown}${to < words.length ? ' …' : ''}`;
}

/** Words `from` to `to` (exclusive): as many as fit the width, at least one. */
function bestWindow(
  words: readonly string[],
  matches: readonly (readonly string[])[],
  width: number,
): { readonly from: number; readonly to: number } {
  const inside = new Map<string, number>();
  let best = { from: 0, to: 0, different: -1 };
  let length = -1;
  let from = 0;
  for (let to = 1; to <= words.length; to++) {
    length += words[to - 1]!.length + 1;
    for (const term of matches[to - 1]!) inside.set(term, (inside.get(term) ?? 0) + 1);
    for (; length > width && from < to - 1; from++) {
      length -= words[from]!.length + 1;
      for (const term of matches[from]!) {
        const count = inside.get(term)! - 1;
        if (count === 0) inside.delete(term);
        else inside.set(term, count);
      }
    }
    // A window that grows at its end without a new term replaces the one that it began as.
    const grown = from === best.from && inside.size === best.different;
    if (inside.size > best.different || grown) best = { from, to, different: inside.size };
  }
  return best;
}

/** A single word may be longer than the width: base64, or a script without spaces. */
function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}
