import { absent } from './packed-map.ts';

/**
 * A map from strings to small integers, made for millions of short strings that are never strings: keys are runs of UTF-16 units in
 * somebody's array, hashed by the caller. An entry takes 16 bytes of an open-addressing table that is at most two thirds full,
 * plus two bytes per unit in one pool, which holds up to 2^31 units. Nothing can be removed.
 */
export interface UnitsMap {
  /** How many keys there are. */
  size: number;
  /** Four numbers an entry: the key's hash, where it starts in `pool`, its length (0: no entry), its value. A power of two of entries. */
  entries: Int32Array;
  /** The keys' units, one after the other in the order in which they came. */
  pool: Uint16Array;
  /** How much of `pool` is used. */
  pooled: number;
}

/** The hash of `units[start]` to `units[end - 1]`. Its two lowest bits play no part in a map: they would address the numbers of one entry. */
export function hashUnits(units: Uint16Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ units[at]!, 0x5bd1e995);
  return hash ^ (hash >>> 15);
}

export function createUnitsMap(): UnitsMap {
  return { size: 0, entries: new Int32Array(4 * 1024), pool: new Uint16Array(8 * 1024), pooled: 0 };
}

/** The value of the key `units[start]` to `units[end - 1]`, whose hash is `hash`. */
export function getUnits(map: UnitsMap, units: Uint16Array, start: number, end: number, hash: number): number {
  const { entries, pool } = map;
  const mask = entries.length - 4;
  const length = end - start;
  for (let entry = hash & mask; ; entry = (entry + 4) & mask) {
    const entryLength = entries[entry + 2]!;
    if (entryLength === 0) return absent;
    if (entries[entry] !== hash || entryLength !== length) continue;
    let key = entries[entry + 1]!;
    let at = start;
    while (at < end && pool[key] === units[at]) {
      key++;
      at++;
    }
    if (at === end) return entries[entry + 3]!;
  }
}

/** Adds a key that isn't there yet. It must not be empty. */
export function addUnits(map: UnitsMap, units: Uint16Array, start: number, end: number, hash: number, value: number): void {
  const length = end - start;
  if (map.pooled + length > map.pool.length) growPool(map, map.pooled + length);
  // Copied by hand: keys are short, and a `subarray` for `set` costs more than the copying.
  for (let at = 0; at < length; at++) map.pool[map.pooled + at] = units[start + at]!;
  if (3 * (map.size + 1) * 4 > 2 * map.entries.length) growEntries(map);
  put(map.entries, hash, map.pooled, length, value);
  map.pooled += length;
  map.size++;
}

function put(entries: Int32Array, hash: number, start: number, length: number, value: number): void {
  const mask = entries.length - 4;
  let entry = hash & mask;
  while (entries[entry + 2] !== 0) entry = (entry + 4) & mask;
  entries[entry] = hash;
  entries[entry + 1] = start;
  entries[entry + 2] = length;
  entries[entry + 3] = value;
}

function growPool(map: UnitsMap, needed: number): void {
  const pool = new Uint16Array(Math.max(needed, map.pool.length * 2));
  pool.set(map.pool);
  map.pool = pool;
}

function growEntries(map: UnitsMap): void {
  const { entries } = map;
  const grown = new Int32Array(entries.length * 2);
  for (let entry = 0; entry < entries.length; entry += 4) {
    if (entries[entry + 2] !== 0) put(grown, entries[entry]!, entries[entry + 1]!, entries[entry + 2]!, entries[entry + 3]!);
  }
  map.entries = grown;
}
