import { keyLength } from '../encode/text-keys.ts';
import type { VectorStore } from '../encode/vector-store.ts';

/**
 * The rows of a store that a list of texts has, rising, each once: equal texts share one. The texts of `rows[i]` are numbers `texts[starts[i]]` to
 * `texts[starts[i + 1] - 1]` of the list, rising.
 */
export interface TextRows {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
  readonly texts: Uint32Array;
  /** The place among `rows` of each text's. */
  readonly vectorOf: Uint32Array;
  /** The first text of each row: of two rows with equal scores the one with the lower number here comes first. */
  readonly tieOrder: Uint32Array;
}

/**
 * Finds the rows of texts in a store that has all of them.
 *
 * @param keys four numbers a text (see `textKeys`).
 */
export function textRows(store: Pick<VectorStore, 'rows' | 'find'>, keys: Uint32Array): TextRows {
  const count = keys.length / keyLength;
  const rowOf = Uint32Array.from({ length: count }, (_, text) => store.find(keys, text)!);

  // A counting sort of the texts by row.
  const place = new Uint32Array(store.rows + 1);
  for (const row of rowOf) place[row + 1]!++;
  const rows = Uint32Array.from(distinctRows(place));
  const starts = new Uint32Array(rows.length + 1);
  for (let at = 0; at < rows.length; at++) starts[at + 1] = starts[at]! + place[rows[at]! + 1]!;
  for (let row = 0; row < store.rows; row++) place[row + 1]! += place[row]!;
  const texts = new Uint32Array(count);
  for (let text = 0; text < count; text++) texts[place[rowOf[text]!]!++] = text;
  const vectorOf = new Uint32Array(count);
  for (let row = 0; row < rows.length; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) vectorOf[texts[at]!] = row;
  }
  return { rows, starts, texts, vectorOf, tieOrder: Uint32Array.from(rows, (_, row) => texts[starts[row]!]!) };
}

/** Rows that some text has; `place[row + 1]` says how many. */
function* distinctRows(place: Uint32Array): Generator<number, void> {
  for (let row = 0; row + 1 < place.length; row++) if (place[row + 1]! > 0) yield row;
}
