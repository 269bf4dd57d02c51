/**
 * Brings entries of a large hash table near before they are looked up: `entries` has four numbers per entry, and a hash addresses the one at
 * `hash & (entries.length - 4)`.
 *
 * A look-up in a table of many megabytes mostly waits for memory, and while one is followed to its end the processor hardly starts on the
 * next. A tight loop that only reads lets it wait for many entries at once. Measured: a sixth less time for the whole analysis.
 *
 * Reads hashes by fours, so `hashes` must go on for three numbers after `count`; what they are does not matter.
 */
export function prefetch(entries: Int32Array, hashes: Int32Array, count: number): void {
  const mask = entries.length - 4;
  let read = 0;
  for (let at = 0; at < count; at += 4) {
    read ^=
      entries[hashes[at]! & mask]! ^ entries[hashes[at + 1]! & mask]! ^ entries[hashes[at + 2]! & mask]! ^ entries[hashes[at + 3]! & mask]!;
  }
  sink.read = read;
}

/** Without a use of what was read the engine would leave the reading out. */
const sink = { read: 0 };
