import { keyLength } from './text-keys.ts';

/** Four numbers of the key, and the value plus one: 0 marks an empty slot. */
const SLOT = keyLength + 1;

/**
 * A map from text keys to whole numbers below 2^32 - 1, in one typed array: about 40 bytes a key, where a Map of strings takes more than 100.
 * Keys are hashes already, so a few of their bits tell the slot; the next free one is taken where it is in use.
 */
export class KeyTable {
  #slots = new Uint32Array(SLOT * 1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The value of the key that stands at place `at` of a list of keys; undefined where there is none. */
  get(keys: Uint32Array, at: number): number | undefined {
    const value = this.#slots[this.#find(keys, at) + keyLength]!;
    return value === 0 ? undefined : value - 1;
  }

  /** Adds the key, or leaves what stands there. Returns whether it was added. */
  add(keys: Uint32Array, at: number, value: number): boolean {
    const slot = this.#find(keys, at);
    if (this.#slots[slot + keyLength] !== 0) return false;
    for (let part = 0; part < keyLength; part++) this.#slots[slot + part] = keys[keyLength * at + part]!;
    this.#slots[slot + keyLength] = value + 1;
    this.#size++;
    if (2 * SLOT * this.#size > this.#slots.length) this.#grow();
    return true;
  }

  /** Where the key's slot starts, or the free one that it would take. */
  #find(keys: Uint32Array, at: number): number {
    const slots = this.#slots;
    const first = keyLength * at;
    const mask = slots.length / SLOT - 1;
    for (let place = keys[first]! & mask; ; place = (place + 1) & mask) {
      const slot = SLOT * place;
      if (slots[slot + keyLength] === 0) return slot;
      if (
        slots[slot] === keys[first] &&
        slots[slot + 1] === keys[first + 1] &&
        slots[slot + 2] === keys[first + 2] &&
        slots[slot + 3] === keys[first + 3]
      )
        return slot;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(2 * old.length);
    for (let slot = 0; slot < old.length; slot += SLOT) {
      if (old[slot + keyLength] === 0) continue;
      const key = old.subarray(slot, slot + SLOT);
      this.#slots.set(key, this.#find(key, 0));
    }
  }
}
