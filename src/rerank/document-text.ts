/**
 * A document as it stands in a list: on one line, so that no text can begin a line of its own and pass for another document, and cut behind so many words.
 */
export function listedText(text: string, words: number | undefined): string {
  return cutToWords(text, words).replace(/\s+/g, ' ').trim();
}

/** The text up to the end of its n-th word, words being what stands between white space. As it is where it has no more. */
export function cutToWords(text: string, words: number | undefined): string {
  if (words === undefined) return text;
  const word = /\S+/g;
  let end = 0;
  for (let count = 0; count < words; count++) {
    if (word.exec(text) === null) return text;
    end = word.lastIndex;
  }
  return word.exec(text) === null ? text : text.slice(0, end);
}

/** `[1] text`, a line each with an empty one between: documents go by their places, never by ids of their own. */
export function documentList(texts: readonly string[], words: number | undefined): string {
  return texts.map((text, at) => `[${at + 1}] ${listedText(text, words)}`).join('\n\n');
}
