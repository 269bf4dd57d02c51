/**
 * Text from files and servers, safe to show on one line: control characters and line breaks become a space, what turns the direction of writing
 * or hides text is left out, and half a surrogate pair becomes U+FFFD. Everything else stays as it is, in any script.
 */
export function printable(text: string): string {
  return text
    .replace(breaking, ' ')
    .replace(steering, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** C0, DEL and C1, which terminals obey; line and paragraph separators. */
const breaking = /[\p{Cc}\u2028\u2029]+/gu;

/** Marks, embeddings, overrides and isolates of the bidirectional algorithm; the byte order mark; tag characters, which nothing shows. */
const steering = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;
