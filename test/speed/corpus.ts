import { readFileSync } from 'node:fs';

/** Texts to measure on, and where they come from. */
export interface SpeedCorpus {
  readonly documents: readonly string[];
  readonly queries: readonly string[];
  /** Megabytes (10⁶) of UTF-8 in the documents. */
  readonly megabytes: number;
  readonly origin: string;
}

/**
 * The texts of two files, one document or query a line; without files, a seeded artificial corpus: words drawn from a Zipf distribution over
 * 200,000 made-up types, lengths log-normal around 105 words, 100 queries of 200 words.
 */
export function speedCorpus(documentsFile: string | undefined, queriesFile: string | undefined, count = 60_000): SpeedCorpus {
  if (documentsFile !== undefined && queriesFile !== undefined) {
    return measured(lines(documentsFile), lines(queriesFile), documentsFile);
  }
  const random = seeded(7);
  const vocabulary = Array.from({ length: 200_000 }, () => madeUpWord(random));
  const cumulative = new Float64Array(vocabulary.length);
  let sum = 0;
  for (let rank = 0; rank < cumulative.length; rank++) cumulative[rank] = sum += 1 / (rank + 3.7) ** 1.05;
  const word = (): string => vocabulary[search(cumulative, random() * sum)]!;
  const text = (words: number): string => {
    let made = '';
    for (let i = 0; i < words; i++) made += `${word()}${random() < 0.12 ? '. ' : ' '}`;
    return made;
  };
  const length = (): number => Math.max(8, Math.round(105 * Math.exp(0.5 * normal(random))));
  const documents = Array.from({ length: count }, () => text(length()));
  return measured(
    documents,
    Array.from({ length: 100 }, () => text(200)),
    `artificial, ${count} documents, seed 7`,
  );
}

function measured(documents: readonly string[], queries: readonly string[], origin: string): SpeedCorpus {
  const bytes = documents.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { documents, queries, megabytes: bytes / 1e6, origin };
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

const syllables = 'ka ri to men lo ve dra sin pho ter mi gan qu el xo bri ty chro plas gly hyd oxi pre con dis ing tion ed s ly'.split(' ');

function madeUpWord(random: () => number): string {
  const count = 2 + Math.floor(random() * 4);
  return Array.from({ length: count }, () => syllables[Math.floor(random() * syllables.length)]!).join('');
}

/** mulberry32: small, seeded, good enough for made-up texts. */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The first place whose value is above `wanted`. */
function search(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
