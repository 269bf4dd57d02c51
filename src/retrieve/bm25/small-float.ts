/**
 * Lucene's one-byte document lengths (`org.apache.lucene.util.SmallFloat`, `intToByte4` and `byte4ToInt`): values up to 39 are exact, above
 * that a length keeps its four highest bits. BM25Similarity reads lengths back from this byte, so that its scores depend on the loss.
 */

const FREE_VALUES = 255 - encodeFourBits(2 ** 31 - 1);

/** The byte (0–255) for a length (0 to 2³¹ − 1). */
export function lengthToByte(length: number): number {
  return length < FREE_VALUES ? length : FREE_VALUES + encodeFourBits(length - FREE_VALUES);
}

/** The length that Lucene reads back from a byte (0–255). */
export function byteToLength(byte: number): number {
  return byte < FREE_VALUES ? byte : FREE_VALUES + decodeFourBits(byte - FREE_VALUES);
}

/** `SmallFloat.longToInt4`: three bits of mantissa behind the leading one, and a shift. */
function encodeFourBits(value: number): number {
  const bits = 32 - Math.clz32(value);
  if (bits < 4) return value;
  const shift = bits - 4;
  return ((value >>> shift) & 0x07) | ((shift + 1) << 3);
}

/** `SmallFloat.int4ToLong`. */
function decodeFourBits(code: number): number {
  const shift = (code >>> 3) - 1;
  return shift < 0 ? code & 0x07 : ((code & 0x07) | 0x08) * 2 ** shift;
}
