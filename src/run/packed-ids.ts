/**
 * Ids as bytes: what the readers make and what is judged, so that a run of millions of documents needs no string for any of them, and so
 * that ids are compared by their UTF-8 bytes, as trec_eval does (UTF-16 units would put U+FF5E before an emoji).
 */
export interface PackedIds {
  readonly count: number;
  /** The ids in UTF-8, each followed by a zero byte; no id holds one. */
  readonly bytes: Buffer;
  /** Where each id starts in `bytes`, and at last the end: `count + 1` entries. */
  readonly starts: Uint32Array;
  /** `hashBytes` of each id. */
  readonly hashes: Int32Array;
}

/**
 * A hash of `bytes` from `start` to `end` (exclusive), four bytes at a time, lowest first, and at last the up to three that are left over.
 * Equal ids have equal hashes wherever they lie.
 */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_SEED;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = hashWord(hash, bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
  }
  let rest = 0;
  for (let shift = 0; at < end; at++, shift += 8) rest |= bytes[at]! << shift;
  return hashWord(hash, rest);
}

/** Takes four more bytes into a hash. The shift brings back what multiplying has pushed into the high bits, for tables look at the low ones. */
export function hashWord(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

export const HASH_SEED: number = 0x811c9dc5 | 0;

/** @returns undefined where an id holds a zero character, which no id may. */
export function packIds(ids: readonly string[]): PackedIds | undefined {
  const count = ids.length;
  const bytes = Buffer.from(count === 0 ? '' : `${ids.join('\0')}\0`, 'utf8');
  const starts = new Uint32Array(count + 1);
  const hashes = new Int32Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const end = bytes.indexOf(0, at);
    hashes[i] = hashBytes(bytes, at, end);
    at = end + 1;
    starts[i + 1] = at;
  }
  return at === bytes.length ? { count, bytes, starts, hashes } : undefined;
}

export function unpackIds(ids: PackedIds): string[] {
  return ids.count === 0 ? [] : ids.bytes.toString('utf8', 0, ids.bytes.length - 1).split('\0');
}

export function idAt(ids: PackedIds, index: number): string {
  return ids.bytes.toString('utf8', ids.starts[index]!, ids.starts[index + 1]! - 1);
}

/** Below 0 where id `a` comes before id `b` by UTF-8 bytes, above 0 where it comes after, 0 where they are the same id. */
export function compareIds(ids: PackedIds, a: number, b: number): number {
  const { bytes, starts } = ids;
  let atA = starts[a]!;
  let atB = starts[b]!;
  // The zero byte behind each id ends the loop and puts an id before any longer one that begins with it.
  while (bytes[atA] === bytes[atB]) {
    if (bytes[atA] === 0) return 0;
    atA++;
    atB++;
  }
  return bytes[atA]! - bytes[atB]!;
}

/** An index from id to position. */
export interface IdIndex {
  /** For each of `others`, where it stands in `ids`, or -1. */
  find(others: PackedIds): Int32Array;
  /** The first position whose id stands earlier in `ids` as well, with the earlier position; undefined where all differ. */
  readonly duplicate: readonly [earlier: number, later: number] | undefined;
}

/** Hashes `ids` into an open table. Cost: linear in the ids. */
export function indexIds(ids: PackedIds): IdIndex {
  let size = 8;
  while (size < ids.count * 2) size *= 2;
  const mask = size - 1;
  /** Positions from 1; 0 where a slot is free. */
  const table = new Int32Array(size);
  let duplicate: readonly [number, number] | undefined;
  for (let i = 0; i < ids.count; i++) {
    let slot = ids.hashes[i]! & mask;
    while (table[slot] !== 0 && !sameId(ids, table[slot]! - 1, ids, i)) slot = (slot + 1) & mask;
    if (table[slot] === 0) table[slot] = i + 1;
    else duplicate ??= [table[slot]! - 1, i];
  }
  return {
    duplicate,
    find(others) {
      const places = new Int32Array(others.count);
      for (let i = 0; i < others.count; i++) {
        let slot = others.hashes[i]! & mask;
        while (table[slot] !== 0 && !sameId(ids, table[slot]! - 1, others, i)) slot = (slot + 1) & mask;
        places[i] = table[slot]! - 1;
      }
      return places;
    },
  };
}

function sameId(ids: PackedIds, a: number, others: PackedIds, b: number): boolean {
  if (ids.hashes[a] !== others.hashes[b]) return false;
  const start = ids.starts[a]!;
  const otherStart = others.starts[b]!;
  const length = ids.starts[a + 1]! - start;
  if (others.starts[b + 1]! - otherStart !== length) return false;
  for (let i = 0; i < length; i++) if (ids.bytes[start + i] !== others.bytes[otherStart + i]) return false;
  return true;
}
