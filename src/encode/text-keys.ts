import { createHash } from 'node:crypto';

/** 32-bit numbers that a key takes. */
export const keyLength = 4;

/**
 * What texts are told apart by: the first 128 bits of SHA-256 over each text's UTF-8 bytes, as four numbers a text in little-endian order. Among
 * a billion texts two that share a key are less likely than 1 in 10^20.
 */
export function textKeys(texts: readonly string[]): Uint32Array {
  const keys = new Uint32Array(keyLength * texts.length);
  texts.forEach((text, i) => {
    const digest = createHash('sha256').update(text, 'utf8').digest();
    for (let part = 0; part < keyLength; part++) keys[keyLength * i + part] = digest.readUInt32LE(4 * part);
  });
  return keys;
}
