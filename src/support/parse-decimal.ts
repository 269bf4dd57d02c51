import { powersOfTen } from './powers-of-ten.ts';

/**
 * Reads a decimal number such as `-12.5`, `.5`, `3.` or `1e-7` from ASCII bytes, correctly rounded.
 *
 * Up to 15 digits (and many of 16) are one exact division or product of two exact doubles (W. D. Clinger, "How to read floating point
 * numbers accurately", PLDI 1990); all else is left to the engine.
 *
 * @returns NaN where the bytes are anything else, such as `nan`, `inf`, `0x10` or nothing; ±Infinity where the number is too large.
 */
export function parseDecimal(bytes: Buffer, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === MINUS;
  if (at < end && (negative || bytes[at] === PLUS)) at++;

  let mantissa = 0;
  const wholeStart = at;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
  }
  let digits = at - wholeStart;
  let exponent = 0;
  if (at < end && bytes[at] === POINT) {
    const fractionStart = ++at;
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    exponent = fractionStart - at;
    digits += at - fractionStart;
  }
  if (digits === 0) return Number.NaN;

  if (at < end) {
    if ((bytes[at]! | LOWER_CASE) !== LETTER_E) return Number.NaN;
    at++;
    const negativeExponent = bytes[at] === MINUS;
    if (at < end && (negativeExponent || bytes[at] === PLUS)) at++;
    if (at === end) return Number.NaN;
    let written = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) return Number.NaN;
      if (written < 100_000) written = written * 10 + digit;
    }
    exponent += negativeExponent ? -written : written;
  }

  if (mantissa > Number.MAX_SAFE_INTEGER || exponent < -22 || exponent > 22) return Number(bytes.toString('latin1', start, end));
  const size = exponent < 0 ? mantissa / powersOfTen[-exponent]! : mantissa * powersOfTen[exponent]!;
  return negative ? -size : size;
}

const ZERO = 48;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const LETTER_E = 101;
const LOWER_CASE = 32;
