/** Two words of 32 bits. */
export type TextHash = Int32Array;

/**
 * A 64-bit hash of a text's UTF-16 units, written into `into` as two words: each from a product and a shift of its own per unit, both mixed at the end as
 * MurmurHash3 finishes. Good for telling texts apart that nobody made to collide. About a nanosecond per unit, and nothing is allocated.
 */
export function hashText(text: string, into: TextHash): void {
  let first = 0x2c1b3c6d ^ text.length;
  let second = 0x297a2d39 ^ text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    first = Math.imul(first ^ unit, 0x9e3779b1);
    first ^= first >>> 15;
    second = Math.imul(second + unit, 0x85ebca77);
    second ^= second >>> 13;
  }
  into[0] = finish(first ^ Math.imul(second, 0x27d4eb2f));
  into[1] = finish(second + Math.imul(first, 0x165667b1));
}

function finish(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
