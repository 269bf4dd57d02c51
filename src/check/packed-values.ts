import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';

/** Parts of 1 that a value is kept in. Papers print thousandths, trec_eval ten-thousandths. */
const parts = 1_000_000;

/**
 * The value in whole millionths. What lies beyond is left to the machine: logarithms differ in their last bits between processors and versions of an
 * engine, and would make a baseline differ that was written elsewhere.
 */
export function settle(value: number): number {
  return Math.round(value * parts) / parts;
}

/** Whether two settled values are one up to the rounding of each: at most a millionth apart. */
export function isSettledAlike(one: number, other: number): boolean {
  return Math.abs(one - other) * parts < 1.5;
}

/**
 * Settled values as text: each as a whole number of millionths, its sign in the lowest bit, seven bits a byte, lowest first, the high bit set in all but the
 * last byte; the bytes as base64. At most three bytes for a value between 0 and 1, one for a 0. No general compressor is used, since other versions of one
 * write other bytes for the same values.
 *
 * @throws `data` error for a value that is not a number or larger than a billion.
 */
export function packValues(values: Float64Array): string {
  const bytes: number[] = [];
  for (const [topic, value] of values.entries()) {
    if (!(Math.abs(value) <= 1e9)) throw dataError(`value ${topic} is ${value}, not a number within a billion`);
    const whole = Math.round(value * parts);
    let rest = whole < 0 ? -2 * whole - 1 : 2 * whole;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  }
  return Buffer.from(bytes).toString('base64');
}

/** The values again. @throws `data` error where the text is no such list of `count` values. */
export function unpackValues(text: string, count: number): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw dataError(`is not base64: ${quote(text)}`);
  const values: number[] = [];
  let whole = 0;
  let weight = 1;
  for (const byte of bytes) {
    whole += (byte & 0x7f) * weight;
    weight *= 128;
    if (!Number.isSafeInteger(whole)) throw dataError(`value ${values.length} is out of range`);
    if (byte > 0x7f) continue;
    values.push((whole % 2 === 1 ? -(whole + 1) : whole) / 2 / parts);
    whole = 0;
    weight = 1;
  }
  if (weight !== 1) throw dataError(`breaks off within value ${values.length}`);
  if (values.length !== count) throw dataError(`holds ${values.length} values for ${count} topics`);
  return Float64Array.from(values);
}
