/**
 * Orders texts by their UTF-8 bytes, which is the order of their code points; JavaScript's own `<` goes by UTF-16 units and puts what lies
 * beyond U+FFFF, such as emoji, before U+E000 … U+FFFF. Makes nothing while it compares.
 *
 * @returns below 0 where `a` comes first, above 0 where `b` does, 0 where they are equal.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return placeOf(unitA) - placeOf(unitB);
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for what lies beyond U+FFFF, behind all other units. */
function placeOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
