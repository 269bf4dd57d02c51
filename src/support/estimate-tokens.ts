/**
 * About how many tokens a text has: a quarter of its UTF-8 bytes, rounded up. English has about four letters a token, and scripts of three
 * bytes a letter about one letter; formulas and code have more tokens than this says.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
