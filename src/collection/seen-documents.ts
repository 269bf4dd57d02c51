import { hashText } from '../support/text-hash.ts';
import type { Document } from './corpus.ts';

/**
 * `new`: no document of this id was there before. `same`: one of this id and this text was. `other`: one of this id and another text was; or, once in
 * a while, one whose id has the same hash.
 */
export type Sighting = 'new' | 'same' | 'other';

/** Remembers which documents were there, in 16 bytes for each id and text, whatever their lengths, and as much again for the table to grow in. */
export interface SeenDocuments {
  /** Remembers a document unless it is the `same`; of an `other` the first one stays. */
  see(document: Document): Sighting;
}

/**
 * Nothing is seen yet.
 *
 * Ids and texts are told apart by 64-bit hashes. That two ids of ten million share one happens once in 400,000 such corpora, and then the documents
 * are still told apart unless their texts are the same.
 */
export function seenDocuments(): SeenDocuments {
  /** Four words an entry: the id's hash and the text's; a power of two of entries, at most half of them taken. Both words of an id's hash are never 0. */
  let entries = new Int32Array(4 << 12);
  let count = 0;
  const id = new Int32Array(2);
  const text = new Int32Array(2);

  function grow(): void {
    const old = entries;
    entries = new Int32Array(2 * old.length);
    for (let from = 0; from < old.length; from += 4) {
      if (!isFree(old, from)) entries.set(old.subarray(from, from + 4), findEntry(entries, old[from]!, old[from + 1]!));
    }
  }

  return {
    see(document) {
      hashText(document.id, id);
      hashText(document.text, text);
      if (id[0] === 0 && id[1] === 0) id[0] = 1;
      const entry = findEntry(entries, id[0]!, id[1]!);
      if (!isFree(entries, entry)) return entries[entry + 2] === text[0] && entries[entry + 3] === text[1] ? 'same' : 'other';
      entries.set(id, entry);
      entries.set(text, entry + 2);
      if (8 * ++count > entries.length) grow();
      return 'new';
    },
  };
}

/** Where an id of this hash stands, or else is to stand. */
function findEntry(entries: Int32Array, first: number, second: number): number {
  const mask = entries.length - 4;
  let entry = (first << 2) & mask;
  while (!isFree(entries, entry) && (entries[entry] !== first || entries[entry + 1] !== second)) entry = (entry + 4) & mask;
  return entry;
}

function isFree(entries: Int32Array, entry: number): boolean {
  return entries[entry] === 0 && entries[entry + 1] === 0;
}
