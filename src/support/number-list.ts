const BLOCK = 1 << 18;

/**
 * A list of 32-bit integers that grows without ever being copied: blocks of 1 MiB. `drain` gives the blocks up one by one, so that what is
 * built from the list takes the place of the list in memory rather than standing beside it.
 */
export class NumberList {
  readonly #blocks: Int32Array[] = [];
  #current: Int32Array = new Int32Array(0);
  #used = 0;

  get length(): number {
    return this.#blocks.length === 0 ? 0 : (this.#blocks.length - 1) * BLOCK + this.#used;
  }

  push(value: number): void {
    if (this.#used === this.#current.length) {
      this.#current = new Int32Array(BLOCK);
      this.#blocks.push(this.#current);
      this.#used = 0;
    }
    this.#current[this.#used++] = value;
  }

  /** All values in order, block by block; each block is released when the next is asked for. The list is empty afterwards. */
  *drain(): Generator<Int32Array, void> {
    const last = this.#used;
    while (this.#blocks.length > 0) {
      const block = this.#blocks.shift()!;
      yield this.#blocks.length === 0 ? block.subarray(0, last) : block;
    }
    this.#current = new Int32Array(0);
    this.#used = 0;
  }
}
