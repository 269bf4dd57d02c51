import { dataError } from '../errors.ts';
import { describeUtf8Fault } from '../support/utf8-fault.ts';
import { longestText } from './longest-text.ts';

/** A byte order mark is a character like any other inside a text; hyparquet's own decoder would swallow it. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of some bytes, as a string of its own: it keeps nothing of the page alive that the bytes lie in.
 *
 * @throws `data` error when they aren't UTF-8, with the first byte that isn't, or are more than a text may have.
 */
export function decodeText(bytes: Uint8Array, place: () => string): string {
  if (bytes.length > longestText) throw dataError(`${place()}: the text has ${bytes.length} bytes, more than ${longestText}`);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw dataError(`${place()}: the text is ${describeUtf8Fault(bytes)}`, { cause: error });
  }
}
