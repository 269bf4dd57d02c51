/**
 * Text within an XML 1.0 element or a quoted attribute. Markup and line breaks are written as references, so that an attribute keeps its line breaks and no
 * text ends a section; what XML can't hold at all (control characters, halves of surrogate pairs, U+FFFE, U+FFFF) becomes U+FFFD.
 */
export function xmlText(text: string): string {
  return text.replace(unfit, '\uFFFD').replace(/[&<>"'\t\n\r]/g, (character) => references[character]!);
}

/** All but the characters that XML 1.0 allows, in its section 2.2. */
const unfit = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
