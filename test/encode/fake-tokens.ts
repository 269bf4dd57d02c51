import { createHash } from 'node:crypto';
import type { Side } from '../../src/encode/encoder.ts';
import type { SparseEncoder } from '../../src/encode/sparse-encoder.ts';
import type { TokenEncoder } from '../../src/encode/token-encoder.ts';
import { interruptedError } from '../../src/errors.ts';

export interface FakeTokensOptions {
  readonly model?: string;
  readonly side?: Side;
  /** Numbers of a vector; terms of the vocabulary. */
  readonly dimension?: number;
  readonly batchSize?: number;
}

/** What fake encoders have in common: every text that was encoded, in order. */
export interface Recorded {
  readonly encoded: string[];
}

/** The words of a text, of an empty one none. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\W+/).filter((word) => word !== ''); // biome-ignore format: one step after another
}

/** A word's direction, of length 1 in float32. */
export function wordVector(word: string, dimension: number): Float32Array {
  const hash = createHash('shake256', { outputLength: dimension }).update(word).digest();
  const raw = Array.from(hash, (byte) => (byte - 127.5) / 128);
  return Float32Array.from(raw, (value) => value / Math.hypot(...raw));
}

/** The vectors of a text: one that stands for the text, and one a word. */
export function textVectors(text: string, dimension: number): Float32Array[] {
  return ['[mark]', ...wordsOf(text)].map((word) => wordVector(word, dimension));
}

/** A word's term, and what it weighs where it stands `times` times. */
export function wordTerm(word: string, times: number, vocabulary: number): readonly [term: number, weight: number] {
  const hash = createHash('sha256').update(word).digest();
  return [hash.readUInt32LE() % vocabulary, Math.fround((1 + hash[4]! / 256) * Math.log(1 + times))];
}

/** The terms of a text, by id; words that share one add up. */
export function textTerms(text: string, vocabulary: number): Map<number, number> {
  const times = new Map<string, number>();
  for (const word of wordsOf(text)) times.set(word, (times.get(word) ?? 0) + 1);
  const terms = new Map<number, number>();
  for (const [word, count] of times) {
    const [term, weight] = wordTerm(word, count, vocabulary);
    terms.set(term, Math.fround((terms.get(term) ?? 0) + weight));
  }
  return new Map([...terms].sort(([a], [b]) => a - b));
}

function* batchesOf(texts: readonly string[], size: number, encoded: string[]): Generator<readonly [Uint32Array, readonly string[]]> {
  for (let end = texts.length; end > 0; end -= size) {
    const positions = Uint32Array.from({ length: Math.min(size, end) }, (_, at) => Math.max(0, end - size) + at);
    const batch = Array.from(positions, (position) => texts[position]!);
    encoded.push(...batch);
    yield [positions, batch];
  }
}

/** A token encoder that needs no model. Batches come last first. */
export function fakeTokenEncoder(options: FakeTokensOptions = {}): TokenEncoder & Recorded {
  const { model = 'fake', side = 'document', dimension = 16, batchSize = 5 } = options;
  const encoded: string[] = [];
  return {
    settings: { model, dimension },
    side,
    encoded,
    async *encode(texts, { signal }) {
      for (const [positions, batch] of batchesOf(texts, batchSize, encoded)) {
        if (signal?.aborted) throw interruptedError();
        const vectors = batch.map((text) => textVectors(text, dimension));
        yield {
          positions,
          counts: Uint32Array.from(vectors, ({ length }) => length),
          vectors: Float32Array.from(vectors.flatMap((rows) => rows.flatMap((row) => [...row]))),
          dimension,
          tokens: Uint32Array.from(vectors, ({ length }) => length),
          cutTokens: new Uint32Array(batch.length),
        };
      }
    },
  };
}

/** A sparse encoder that needs no model. Batches come last first. */
export function fakeSparseEncoder(options: FakeTokensOptions = {}): SparseEncoder & Recorded {
  const { model = 'fake', side = 'document', dimension = 5000, batchSize = 5 } = options;
  const encoded: string[] = [];
  return {
    settings: { model, dimension },
    side,
    encoded,
    async *encode(texts, { signal }) {
      for (const [positions, batch] of batchesOf(texts, batchSize, encoded)) {
        if (signal?.aborted) throw interruptedError();
        const terms = batch.map((text) => [...textTerms(text, dimension)]);
        yield {
          positions,
          counts: Uint32Array.from(terms, ({ length }) => length),
          terms: Uint32Array.from(terms.flat(), ([term]) => term),
          weights: Float32Array.from(terms.flat(), ([, weight]) => weight),
          tokens: Uint32Array.from(batch, (text) => wordsOf(text).length),
          cutTokens: new Uint32Array(batch.length),
        };
      }
    },
  };
}
