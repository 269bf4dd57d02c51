/**
 * A piece of a file's own text, safe to print within a message: in quotes, at most `longest` characters, and everything that a terminal
 * would obey or that turns the direction of writing is escaped.
 */
export function quote(text: string, longest = 60): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return JSON.stringify(shown).replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What JSON leaves as it is: DEL and C1, separators of lines, marks of the bidirectional algorithm, the byte order mark. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
