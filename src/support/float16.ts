const bits = new Uint32Array(1);
const number = new Float32Array(bits.buffer);

/**
 * The 16 bits of the IEEE 754 half-precision number nearest to `value`, ties to the even one. Beyond ±65,519 that is infinity; NaN gives a NaN.
 */
export function toFloat16(value: number): number {
  number[0] = value;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const magnitude = bits[0]! & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below 2^-14 the spacing is 2^-24, which is also that of float32 above 0.5: adding 0.5 rounds.
    bits[0] = magnitude;
    number[0] = number[0]! + 0.5;
    return sign | (bits[0]! - 0x3f000000);
  }
  // Rebias the exponent from 127 to 15, round the 13 bits that go; a carry runs on into the exponent as it should.
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}

/** The number that 16 bits of half precision stand for. */
export function fromFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

let table: Float32Array | undefined;

/** Widens half-precision numbers, exactly. `target` is at least as long as `halves`. */
export function widenFloat16(halves: Uint16Array, target: Float32Array): void {
  table ??= Float32Array.from({ length: 1 << 16 }, (_, half) => fromFloat16(half));
  const widened = table;
  for (let i = 0; i < halves.length; i++) target[i] = widened[halves[i]!]!;
}
