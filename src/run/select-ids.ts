import type { PackedIds } from './packed-ids.ts';

/** Picks ids from several lists: for each, in which list it stands, and where. */
export interface IdPicks {
  readonly lists: Uint32Array;
  readonly positions: Uint32Array;
}

/** The picked ids in their order. Shares no memory with the lists. */
export function selectIds(lists: readonly PackedIds[], picks: IdPicks): PackedIds {
  const count = picks.positions.length;
  const starts = new Uint32Array(count + 1);
  const hashes = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const list = lists[picks.lists[i]!]!;
    const position = picks.positions[i]!;
    hashes[i] = list.hashes[position]!;
    starts[i + 1] = starts[i]! + list.starts[position + 1]! - list.starts[position]!;
  }
  const bytes = Buffer.allocUnsafeSlow(starts[count]!);
  for (let i = 0; i < count; i++) {
    const list = lists[picks.lists[i]!]!;
    const position = picks.positions[i]!;
    // Ids are short: a loop is done before a call to copy has begun.
    let to = starts[i]!;
    for (let from = list.starts[position]!; from < list.starts[position + 1]!; from++) bytes[to++] = list.bytes[from]!;
  }
  return { count, bytes, starts, hashes };
}
