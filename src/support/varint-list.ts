const BLOCK = 1 << 20;
/** Bytes of the largest number. */
const LONGEST = 5;

/**
 * A list of whole numbers below 2³² that grows without ever being copied: seven bits a byte, lowest first, the high bit set in all but a number's last
 * byte; blocks of 1 MiB, no number in two of them. Small numbers take a quarter of what they would in an array of 32-bit integers.
 */
export class VarintList {
  readonly #full: Uint8Array[] = [];
  #current: Uint8Array = new Uint8Array(0);
  #used = 0;

  push(value: number): void {
    if (this.#used + LONGEST > this.#current.length) {
      this.#full.push(this.#current.subarray(0, this.#used));
      this.#current = new Uint8Array(BLOCK);
      this.#used = 0;
    }
    const bytes = this.#current;
    let at = this.#used;
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
    bytes[at++] = rest;
    this.#used = at;
  }

  /** All numbers in order, packed, block by block; each block is released when the next is asked for. The list is empty afterwards. */
  *drain(): Generator<Uint8Array, void> {
    this.#full.push(this.#current.subarray(0, this.#used));
    this.#current = new Uint8Array(0);
    this.#used = 0;
    for (let block = this.#full.shift(); block !== undefined; block = this.#full.shift()) if (block.length > 0) yield block;
  }
}
