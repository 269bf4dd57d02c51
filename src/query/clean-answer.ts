import { printable } from '../support/printable.ts';

/** A model's text that is safe to keep. */
export interface CleanedAnswer {
  readonly text: string;
  /** Whether the end was cut off. */
  readonly capped: boolean;
}

/**
 * What a language model wrote, as nothing but text: every kind of line break is `\n`, other control characters are spaces, marks that turn the direction of
 * writing or hide text are left out, half a surrogate pair is U+FFFD, and there is no white space at either end. What it says is left as it is.
 *
 * @param longest characters (UTF-16 units) that are kept at most; the last word that fits is whole where there is a space in the last hundred.
 */
export function cleanAnswer(answer: string, longest: number): CleanedAnswer {
  const text = answer
    // A few more than are kept, so that an endless answer isn't gone through whole.
    .slice(0, 2 * longest + 1000)
    .split(/\r\n|[\n\v\f\r\x85\u2028\u2029]/)
    .map(printable)
    .join('\n')
    .trim();
  if (text.length <= longest) return { text, capped: false };
  const fitting = text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
  const atWord = /\s/.test(text[longest]!) ? fitting : fitting.replace(/\s\S{0,100}$/, '');
  return { text: atWord.trimEnd(), capped: true };
}
