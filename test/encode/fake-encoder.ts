import { createHash } from 'node:crypto';
import type { EncodedBatch, Encoder, Side } from '../../src/encode/encoder.ts';
import { interruptedError } from '../../src/errors.ts';

export interface FakeEncoderOptions {
  readonly model?: string;
  readonly side?: Side;
  readonly dimension?: number;
  readonly batchSize?: number;
  /** Words beyond this are cut off. */
  readonly maxWords?: number;
  /** What becomes of a text, where it shouldn't be what its words say. */
  readonly vectorOf?: (text: string) => readonly number[];
}

export interface FakeEncoder extends Encoder {
  /** Every text that was encoded, in order. */
  readonly encoded: string[];
}

/** An encoder that needs no model: a text is the sum of its words, and a word a direction that its hash tells. Batches come last first. */
export function fakeEncoder(options: FakeEncoderOptions = {}): FakeEncoder {
  const { model = 'fake', side = 'document', dimension = 24, batchSize = 5, maxWords = 1000, vectorOf } = options;
  const encoded: string[] = [];
  return {
    settings: { model, dimension, maxWords },
    side,
    encoded,
    async *encode(texts, { signal }) {
      for (let end = texts.length; end > 0; end -= batchSize) {
        if (signal?.aborted) throw interruptedError();
        const positions = Uint32Array.from({ length: Math.min(batchSize, end) }, (_, i) => Math.max(0, end - batchSize) + i);
        const batch = Array.from(positions, (position) => texts[position]!);
        encoded.push(...batch);
        const words = batch.map((text) => text.split(/\s+/));
        const vectors = batch.map((text, i) => vectorOf?.(text) ?? sumOfWords(words[i]!.slice(0, maxWords), dimension));
        yield {
          positions,
          vectors: Float32Array.from(vectors.flat()),
          dimension: vectors[0]!.length,
          tokens: Uint32Array.from(words, ({ length }) => Math.min(length, maxWords)),
          cutTokens: Uint32Array.from(words, ({ length }) => Math.max(0, length - maxWords)),
        } satisfies EncodedBatch;
      }
    },
  };
}

function sumOfWords(words: readonly string[], dimension: number): number[] {
  const sum: number[] = new Array(dimension).fill(0.01);
  for (const word of words) {
    const hash = createHash('shake256', { outputLength: dimension }).update(word.toLowerCase()).digest();
    for (let i = 0; i < dimension; i++) sum[i]! += (hash[i]! - 127.5) / 128;
  }
  return sum;
}
