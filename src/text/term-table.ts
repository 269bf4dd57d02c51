import { filterEnglish } from './english-filters.ts';
import { maximumTokenLength } from './longest-token.ts';
import { absent, addPacked, createPackedMap, getPacked, hashPacked, longestPacked } from './packed-map.ts';
import { prefetch } from './prefetch.ts';
import { type Tokens, tokenize } from './standard-tokenizer.ts';
import { addUnits, createUnitsMap, getUnits, hashUnits } from './units-map.ts';

/** Terms of a text as numbers. Reused: valid until the next call of the same table. */
export interface TermIds {
  /** The ids in the order of the text, with repeats; -1 for a term that isn't in the table. What lies at `length` and beyond is undefined. */
  readonly ids: Int32Array;
  /** How many there are. */
  readonly length: number;
}

/**
 * A vocabulary of English terms that grows, and the fast way from text to term ids: each form of a word is analysed once, and after that
 * one look-up. The functions use no `this`.
 */
export interface TermTable {
  /** How many terms there are: ids are 0 to `size - 1`, in the order in which the terms were first seen. */
  readonly size: number;
  /** Analyses a text as `analyzeEnglish` does; terms not seen before are added. */
  analyze(text: string): TermIds;
  /** Analyses a text without adding anything: unknown terms are -1. */
  lookup(text: string): TermIds;
  /** The term of an id. Throws a RangeError where there is none. */
  term(id: number): string;
  /** The id of a term (as it stands after analysis, not a word of a text); undefined where it isn't in the table. */
  id(term: string): number | undefined;
}

/** In place of a term's id: the token is a stop word. */
const stopped = -2;
/** Longer tokens are analysed anew each time, so that long junk (encoded data, say) is kept once, as a term, and not twice. */
const longestType = 64;

function isShort(start: number, end: number, bits: number): boolean {
  return end - start <= longestPacked && bits <= 0xff;
}

/** An empty table. */
export function createTermTable(): TermTable {
  /** Terms to their ids. Its pool holds the terms in the order of their ids. */
  const terms = createUnitsMap();
  /** Where each term ends in the pool of `terms`. */
  let termEnds = new Uint32Array(1024);
  /** Tokens as they stand in texts to the ids of their terms, so that every form of a word is analysed once: short ones and others. */
  const shortTypes = createPackedMap();
  const longTypes = createUnitsMap();

  const term = new Uint16Array(maximumTokenLength);
  /** Per token of the text at hand; and those of its tokens that aren't short, close together. */
  let hashes = new Int32Array(0);
  let longHashes = new Int32Array(0);
  const found = { ids: new Int32Array(0), length: 0 };

  /** Hashes all tokens for `typeOf`, and fetches what it will read. */
  function prepare({ units, latin1, count, starts, ends, bits }: Tokens): void {
    if (hashes.length < count + 4) {
      hashes = new Int32Array(2 * count + 4);
      longHashes = new Int32Array(2 * count + 4);
      found.ids = new Int32Array(2 * count + 4);
    }
    let longCount = 0;
    for (let token = 0; token < count; token++) {
      const start = starts[token]!;
      const end = ends[token]!;
      if (isShort(start, end, bits[token]!)) hashes[token] = hashPacked(latin1, start, end - start);
      else longHashes[longCount++] = hashes[token] = hashUnits(units, start, end);
    }
    prefetch(shortTypes.entries, hashes, count);
    prefetch(longTypes.entries, longHashes, longCount);
  }

  /** The id of a token's term, `stopped`, or `absent` where the token hasn't been learnt. */
  function typeOf({ units, latin1 }: Tokens, start: number, end: number, bits: number, hash: number): number {
    return isShort(start, end, bits)
      ? getPacked(shortTypes, hash, latin1, start, end - start)
      : getUnits(longTypes, units, start, end, hash);
  }

  /** The id of the term of a token that hasn't been learnt, or `stopped`. */
  function learn({ units, latin1 }: Tokens, start: number, end: number, bits: number, hash: number): number {
    const length = filterEnglish(units, start, end, term);
    const id = length === 0 ? stopped : intern(length);
    if (isShort(start, end, bits)) addPacked(shortTypes, latin1, start, end - start, id);
    else if (end - start <= longestType) addUnits(longTypes, units, start, end, hash, id);
    return id;
  }

  /** The id of the term in the first `length` units of `term`, which is added where it is new. */
  function intern(length: number): number {
    const hash = hashUnits(term, 0, length);
    const known = getUnits(terms, term, 0, length, hash);
    if (known !== absent) return known;
    const id = terms.size;
    addUnits(terms, term, 0, length, hash, id);
    if (id === termEnds.length) {
      const larger = new Uint32Array(2 * id);
      larger.set(termEnds);
      termEnds = larger;
    }
    termEnds[id] = terms.pooled;
    return id;
  }

  /** The same without adding: -1 where the term is new. */
  function seek({ units }: Tokens, start: number, end: number): number {
    const length = filterEnglish(units, start, end, term);
    if (length === 0) return stopped;
    const id = getUnits(terms, term, 0, length, hashUnits(term, 0, length));
    return id === absent ? -1 : id;
  }

  return {
    get size() {
      return terms.size;
    },
    analyze(text) {
      const tokens = tokenize(text);
      prepare(tokens);
      const { count, starts, ends, bits } = tokens;
      const { ids } = found;
      let length = 0;
      for (let token = 0; token < count; token++) {
        let id = typeOf(tokens, starts[token]!, ends[token]!, bits[token]!, hashes[token]!);
        if (id === absent) id = learn(tokens, starts[token]!, ends[token]!, bits[token]!, hashes[token]!);
        // Goes on by 1 unless `id` is `stopped`, which is negative: a branch here would be guessed wrong for every other stop word.
        ids[length] = id;
        length += 1 + (id >> 31);
      }
      found.length = length;
      return found;
    },
    lookup(text) {
      const tokens = tokenize(text);
      prepare(tokens);
      const { count, starts, ends, bits } = tokens;
      const { ids } = found;
      let length = 0;
      for (let token = 0; token < count; token++) {
        let id = typeOf(tokens, starts[token]!, ends[token]!, bits[token]!, hashes[token]!);
        if (id === absent) id = seek(tokens, starts[token]!, ends[token]!);
        if (id !== stopped) ids[length++] = id;
      }
      found.length = length;
      return found;
    },
    term(id) {
      if (!(Number.isInteger(id) && id >= 0 && id < terms.size)) throw new RangeError(`term ${id} of ${terms.size} does not exist`);
      return String.fromCharCode(...terms.pool.subarray(id === 0 ? 0 : termEnds[id - 1], termEnds[id]));
    },
    id(text) {
      const units = Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
      const id = units.length === 0 ? absent : getUnits(terms, units, 0, units.length, hashUnits(units, 0, units.length));
      return id === absent ? undefined : id;
    },
  };
}
