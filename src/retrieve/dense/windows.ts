import { groupSize } from './score-graph.ts';
import { createVectorRoom, largestRoom, type VectorRoom } from './vector-room.ts';
import type { VectorSet } from './vector-set.ts';

/** Vectors that follow each other and are in memory at one time. */
export interface Window {
  readonly first: number;
  readonly count: number;
  /** Row-major; rows of zeros fill the last group of `groupSize` rows up. */
  readonly vectors: Float32Array;
  /** 1 / norm of each row, 0 for a row of zeros. */
  readonly inverseNorms: Float32Array;
  readonly multiply: VectorRoom['multiply'];
}

/** Goes through all vectors, window by window. A window is only good until the next one is asked for; only one may be going at a time. */
export type Windows = (signal: AbortSignal | undefined) => AsyncGenerator<Window, void>;

/**
 * Where all vectors fit into `memoryBytes` they are read once, as one window that is kept. Otherwise they are read anew each time, in windows of
 * a quarter of it, of which one is read while the other is worked on.
 */
export function createWindows(set: VectorSet, memoryBytes: number): Windows {
  const width = 4 * set.dimension;
  const rows = Math.floor(Math.min(memoryBytes / 4, largestRoom) / width / groupSize) * groupSize;
  return set.count * width > Math.min(memoryBytes, largestRoom) ? streamed(set, Math.max(groupSize, rows)) : kept(set);
}

function kept(set: VectorSet): Windows {
  let window: Window | undefined;
  return async function* (signal) {
    window ??= await readWindow(set, 0, set.count, createRoom(set, set.count), signal);
    yield window;
  };
}

function streamed(set: VectorSet, rows: number): Windows {
  let rooms: readonly [VectorRoom, VectorRoom] | undefined;
  return async function* (signal) {
    rooms ??= [createRoom(set, rows), createRoom(set, rows)];
    const [one, other] = rooms;
    const read = (first: number): Promise<Window> =>
      readWindow(set, first, Math.min(rows, set.count - first), (first / rows) % 2 === 0 ? one : other, signal);
    let next = read(0);
    try {
      for (let first = 0; first < set.count; first += rows) {
        const window = await next;
        if (first + rows < set.count) next = read(first + rows);
        yield window;
      }
    } finally {
      // Whoever stops early may soon begin anew, in the same memory.
      await next.catch(() => {});
    }
  };
}

function createRoom({ dimension }: VectorSet, rows: number): VectorRoom {
  return createVectorRoom(wholeGroups(rows), dimension);
}

async function readWindow(
  set: VectorSet,
  first: number,
  count: number,
  room: VectorRoom,
  signal: AbortSignal | undefined,
): Promise<Window> {
  const { dimension, norms } = set;
  const vectors = room.vectors.subarray(0, wholeGroups(count) * dimension);
  await set.read(first, count, vectors.subarray(0, count * dimension), signal);
  vectors.fill(0, count * dimension);
  const inverseNorms = new Float32Array(wholeGroups(count));
  for (let row = 0; row < count; row++) inverseNorms[row] = norms[first + row] === 0 ? 0 : 1 / norms[first + row]!;
  return { first, count, vectors, inverseNorms, multiply: room.multiply };
}

function wholeGroups(rows: number): number {
  return Math.ceil(rows / groupSize) * groupSize;
}
