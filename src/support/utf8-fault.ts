import { isUtf8 } from 'node:buffer';

/** Where bytes first stop being UTF-8, counted from 0: the first byte of what is no character. The length where all of them are UTF-8. */
export function utf8Fault(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (length > 1 && !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return bytes.length;
}

/** The same for messages: `not UTF-8: byte 3 of 12 is 0xff`. Bytes are counted from 1. */
export function describeUtf8Fault(bytes: Uint8Array): string {
  const at = utf8Fault(bytes);
  const found = at < bytes.length ? `0x${bytes[at]!.toString(16).padStart(2, '0')}` : 'missing';
  return `not UTF-8: byte ${at + 1} of ${bytes.length} is ${found}`;
}
