import assert from 'node:assert/strict';
import type { EncodeOptions, Encoder } from '../../src/encode/encoder.ts';
import { silent } from '../../src/support/progress.ts';

export interface EncodedTexts {
  /** By position. */
  readonly vectors: readonly Float32Array[];
  readonly tokens: readonly number[];
  readonly cutTokens: readonly number[];
}

/** Encodes texts, and puts what comes in their order. Fails where a text comes twice or not at all. */
export async function encodeAll(encoder: Encoder, texts: readonly string[], options: Partial<EncodeOptions> = {}): Promise<EncodedTexts> {
  const vectors: Float32Array[] = [];
  const [tokens, cutTokens]: [number[], number[]] = [[], []];
  for await (const batch of encoder.encode(texts, { progress: silent, ...options })) {
    batch.positions.forEach((position, row) => {
      assert.equal(vectors[position], undefined, `text ${position} came twice`);
      vectors[position] = batch.vectors.slice(row * batch.dimension, (row + 1) * batch.dimension);
      tokens[position] = batch.tokens?.[row] ?? Number.NaN;
      cutTokens[position] = batch.cutTokens?.[row] ?? Number.NaN;
    });
  }
  for (const position of texts.keys()) assert.ok(vectors[position] !== undefined, `text ${position} never came`);
  return { vectors, tokens, cutTokens };
}

/** The largest difference between components of two lists of vectors. */
export function farthest(left: readonly ArrayLike<number>[], right: readonly ArrayLike<number>[]): number {
  assert.equal(left.length, right.length);
  let farthest = 0;
  left.forEach((vector, at) => {
    assert.equal(vector.length, right[at]!.length);
    for (let i = 0; i < vector.length; i++) farthest = Math.max(farthest, Math.abs(vector[i]! - right[at]![i]!));
  });
  return farthest;
}
