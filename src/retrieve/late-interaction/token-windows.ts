import { groupSize } from './maxsim-graph.ts';
import type { TokenRows } from './token-rows.ts';

/** Documents that follow each other and whose tokens' vectors are in memory at one time. */
export interface TokenWindow {
  readonly first: number;
  readonly count: number;
  /**
   * Row-major. Each document's vectors begin a group of `groupSize` rows, and its last one is repeated until the last group is full: what is there twice
   * changes no maximum.
   */
  readonly vectors: Float32Array;
  /** Groups of the window's document i: `groups[i]` to `groups[i + 1]`, exclusive. */
  readonly groups: Uint32Array;
  /** Vectors of each document, without those repeated. */
  readonly lengths: Uint32Array;
}

/** Goes through all documents, window by window. A window is only good until the next one is asked for. */
export type TokenWindows = (signal: AbortSignal | undefined) => AsyncGenerator<TokenWindow, void>;

/** Vectors are read in lots of about so many bytes, of which one is in memory beside the windows. */
const LOT_BYTES = 1 << 22;

/**
 * Where all vectors fit into `memoryBytes` they are read once, as one window that is kept. Otherwise they are read anew each time, in windows of
 * half of it; a document that is larger than that is a window by itself.
 */
export function createTokenWindows(rows: TokenRows, memoryBytes: number): TokenWindows {
  const { offsets, dimension } = rows;
  const count = offsets.length - 1;
  const groupBytes = 4 * groupSize * dimension;
  const groupsOf = (at: number): number => Math.ceil((offsets[at + 1]! - offsets[at]!) / groupSize);
  let total = 0;
  for (let at = 0; at < count; at++) total += groupsOf(at);
  if (total * groupBytes <= Math.min(memoryBytes, MOST_BYTES)) {
    let window: Promise<TokenWindow> | undefined;
    return async function* (signal) {
      window ??= readWindow(rows, 0, count, total, signal);
      window.catch(() => {
        window = undefined;
      });
      yield await window;
    };
  }
  const most = Math.max(1, Math.floor(Math.min(memoryBytes / 2, MOST_BYTES) / groupBytes));
  return async function* (signal) {
    for (let first = 0; first < count; ) {
      let groups = groupsOf(first);
      let end = first + 1;
      while (end < count && groups + groupsOf(end) <= most) groups += groupsOf(end++);
      yield await readWindow(rows, first, end - first, groups, signal);
      first = end;
    }
  };
}

/** An array of more would be refused by some engines. */
const MOST_BYTES = 2 ** 31;

async function readWindow(
  { offsets, dimension, read }: TokenRows,
  first: number,
  count: number,
  groupCount: number,
  signal: AbortSignal | undefined,
): Promise<TokenWindow> {
  const vectors = new Float32Array(groupCount * groupSize * dimension);
  const groups = new Uint32Array(count + 1);
  const lengths = Uint32Array.from({ length: count }, (_, at) => offsets[first + at + 1]! - offsets[first + at]!);
  for (let from = 0; from < count; ) {
    let end = from + 1;
    while (end < count && (offsets[first + end + 1]! - offsets[first + from]!) * dimension * 4 <= LOT_BYTES) end++;
    const lot = new Float32Array((offsets[first + end]! - offsets[first + from]!) * dimension);
    await read(first + from, end - from, lot, signal);
    let place = 0;
    for (let at = from; at < end; at++) {
      const length = lengths[at]! * dimension;
      const start = groups[at]! * groupSize * dimension;
      groups[at + 1] = groups[at]! + Math.ceil(lengths[at]! / groupSize);
      vectors.set(lot.subarray(place, place + length), start);
      place += length;
      const last = lot.subarray(place - dimension, place);
      for (let row = start + length; row < groups[at + 1]! * groupSize * dimension; row += dimension) vectors.set(last, row);
    }
    from = end;
  }
  return { first, count, vectors, groups, lengths };
}
