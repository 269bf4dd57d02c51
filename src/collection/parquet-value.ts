import { dataError } from '../errors.ts';

/** A byte order mark is a character like any other inside a text; hyparquet's own decoder would swallow it. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of some bytes, as a string of its own: it keeps nothing of the page alive that the bytes lie in. @throws `data` error when they aren't UTF-8. */
export function decodeText(bytes: Uint8Array, place: () => string): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw dataError(`${place()}: the text is not UTF-8`, { cause: error });
  }
}
