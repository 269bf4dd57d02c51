/** UTF-16: a code point above U+FFFF is a high surrogate followed by a low one; either may stand alone in a JavaScript string. */

export function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}
export function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}
export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
export function codePointOf(high: number, low: number): number {
  return ((high & 0x3ff) << 10) + (low & 0x3ff) + 0x10000;
}
