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

/** FNV-1a over `bytes` from `start` to `end` (exclusive). */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME);
  return hash;
}

export const FNV_OFFSET: number = 0x811c9dc5 | 0;
export const FNV_PRIME: number = 0x01000193;

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
  const table = new Int32Array(size).fill(-1);
  let duplicate: readonly [number, number] | undefined;
  for (let i = 0; i < ids.count; i++) {
    let slot = spread(ids.hashes[i]!) & mask;
    while (table[slot]! >= 0 && !sameId(ids, table[slot]!, ids, i)) slot = (slot + 1) & mask;
    if (table[slot]! < 0) table[slot] = i;
    else duplicate ??= [table[slot]!, i];
  }
  return {
    duplicate,
    find(others) {
      const found = new Int32Array(others.count);
      for (let i = 0; i < found.length; i++) {
        let slot = spread(others.hashes[i]!) & mask;
        while (table[slot]! >= 0 && !sameId(ids, table[slot]!, others, i)) slot = (slot + 1) & mask;
        found[i] = table[slot]!;
      }
      return found;
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

/** FNV-1a leaves its low bits to the last few characters; the high ones are folded in before the table looks at the low ones. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
