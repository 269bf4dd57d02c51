/**
 * Bytes that have come but have not been read yet: `bytes` from `start` to `end` (exclusive). Lets a token that was cut by the end of a
 * chunk be read whole once the next chunk is there.
 */
export interface ByteWindow {
  bytes: Buffer;
  /** Over all of `bytes`, to read several at once. */
  view: DataView;
  start: number;
  end: number;
}

export function emptyWindow(): ByteWindow {
  const bytes = Buffer.alloc(0);
  return { bytes, view: viewOf(bytes), start: 0, end: 0 };
}

/** Puts `chunk` behind what is unread. Positions in the window change; `start` becomes 0. */
export function feedWindow(window: ByteWindow, chunk: Uint8Array): void {
  const kept = window.end - window.start;
  const needed = kept + chunk.length;
  if (needed > window.bytes.length) {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, window.bytes.length * 2));
    window.bytes.copy(larger, 0, window.start, window.end);
    window.bytes = larger;
    window.view = viewOf(larger);
  } else {
    window.bytes.copyWithin(0, window.start, window.end);
  }
  window.bytes.set(chunk, kept);
  window.start = 0;
  window.end = needed;
}

export function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
