/**
 * Reads a list of texts as Python writes it: `['one', "it's two"]`, with the escapes of its string literals. Numbers stand for their digits.
 *
 * @returns undefined for anything else.
 */
export function parsePythonTexts(text: string): readonly string[] | undefined {
  const inside = /^\s*\[([\s\S]*)\]\s*$/.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const texts: string[] = [];
  const item = /\s*(?:'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|([+-]?[\d.]+(?:e[+-]?\d+)?))\s*(,|$)/giy;
  let ended = inside.trim() === '';
  while (!ended && item.lastIndex < inside.length) {
    const match = item.exec(inside);
    if (match === null) return undefined;
    const [whole, single, double, number, comma] = match;
    texts.push(number ?? unescapePython((single ?? double)!));
    ended = comma === '' || inside.slice(item.lastIndex).trim() === '';
    if (whole === '') return undefined;
  }
  return ended ? texts : undefined;
}

const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '' };

/** https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences; an unknown escape stays as it is. */
function unescapePython(text: string): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
    (whole, byte?: string, short?: string, long?: string, octal?: string, other?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const hex = byte ?? short ?? long;
      if (hex !== undefined) {
        const code = Number.parseInt(hex, 16);
        return code > 0x10ffff ? whole : String.fromCodePoint(code);
      }
      return simple[other!] ?? ('\\\'"'.includes(other!) ? other! : whole);
    },
  );
}
