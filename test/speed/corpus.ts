import { readFileSync } from 'node:fs';
import { longSyllables, madeUpWord, seededRandom, textMaker } from './zipf-text.ts';

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
  const random = seededRandom(7);
  const vocabulary = Array.from({ length: 200_000 }, () => madeUpWord(random, 2 + Math.floor(random() * 4), longSyllables));
  const { text, normal } = textMaker({ random, vocabulary });
  const length = (): number => Math.max(8, Math.round(105 * Math.exp(0.5 * normal())));
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
