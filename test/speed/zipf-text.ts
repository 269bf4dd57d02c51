/** Makes up texts: the same ones for the same numbers drawn. */
export interface TextMaker {
  /** A number with mean 0 and variance 1, normally distributed. */
  normal(): number;
  /** So many words; about one in eight ends a sentence. */
  text(words: number): string;
}

export interface TextMakerOptions {
  /** Gives numbers in [0, 1). */
  readonly random: () => number;
  /** The most frequent word first: the one of rank r (from 0) is drawn in proportion to 1 / (r + 3.7)^1.05, by Zipf and Mandelbrot's law. */
  readonly vocabulary: readonly string[];
  /** The share of words that were in the text before, as a text stays with its subject (H. A. Simon's model). None unless told. */
  readonly repeats?: number | undefined;
}

export function textMaker({ random, vocabulary, repeats = 0 }: TextMakerOptions): TextMaker {
  const cumulative = new Float64Array(vocabulary.length);
  let sum = 0;
  for (let rank = 0; rank < cumulative.length; rank++) cumulative[rank] = sum += 1 / (rank + 3.7) ** 1.05;
  const word = (): string => vocabulary[firstAbove(cumulative, random() * sum)]!;
  return {
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    text(words) {
      const used: string[] = [];
      let made = '';
      for (let i = 0; i < words; i++) {
        const next = repeats > 0 && i > 0 && random() < repeats ? used[Math.floor(random() * i)]! : word();
        used.push(next);
        made += `${next}${random() < 0.12 ? '. ' : ' '}`;
      }
      return made;
    },
  };
}

/** mulberry32: small, seeded, good enough for made-up texts. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A word of so many of these syllables. */
export function madeUpWord(random: () => number, count: number, syllables: readonly string[]): string {
  return Array.from({ length: count }, () => syllables[Math.floor(random() * syllables.length)]!).join('');
}

/** Of one to four letters, as in words of science. */
export const longSyllables: readonly string[] =
  'ka ri to men lo ve dra sin pho ter mi gan qu el xo bri ty chro plas gly hyd oxi pre con dis ing tion ed s ly'.split(' ');

/** The first place whose value is above `wanted`. */
function firstAbove(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
