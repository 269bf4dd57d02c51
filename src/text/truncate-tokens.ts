/** Which end of a text is cut off. */
export type TruncationSide = 'left' | 'right';

export interface TruncateOptions {
  readonly side: TruncationSide;
  /** Tokens at the end that are kept whatever is cut: an end-of-sequence token that a prompt spells out. */
  readonly keepLast?: number | undefined;
}

/** The tokens of a text, cut to at most `room`. With no room left at all not even those at the end are kept. */
export function truncateTokens(tokens: readonly number[], room: number, { side, keepLast = 0 }: TruncateOptions): readonly number[] {
  if (tokens.length <= room) return tokens;
  if (side === 'left') return tokens.slice(tokens.length - room);
  const kept = Math.min(keepLast, room);
  return [...tokens.slice(0, room - kept), ...tokens.slice(tokens.length - kept)];
}

/**
 * How many tokens of each of two texts are kept so that together they fill at most `room`: the longer gives way first, and both are cut to halves
 * where both are longer, the odd token going to the longer (`LongestFirst` in the Rust library's `utils/truncation.rs`).
 */
export function sharedRoom(first: number, second: number, room: number): readonly [number, number] {
  if (first + second <= room) return [first, second];
  const swapped = first > second;
  let short = Math.min(first, second);
  let long = short > room ? short : Math.max(short, room - short);
  if (short + long > room) {
    short = Math.floor(room / 2);
    long = short + (room % 2);
  }
  return swapped ? [long, short] : [short, long];
}
