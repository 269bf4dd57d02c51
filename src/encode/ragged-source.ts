import { dataError } from '../errors.ts';
import type { Json } from '../support/fingerprint.ts';
import { quote } from '../support/quote.ts';
import type { EncodeOptions, Side } from './encoder.ts';
import type { Numbers, RaggedColumn } from './ragged-rows.ts';
import type { EncodedTerms, SparseEncoder } from './sparse-encoder.ts';
import type { EncodedTokens, TokenEncoder } from './token-encoder.ts';
import { packNumbers, type VectorType } from './vector-type.ts';

/** An encoder whose texts become lists of entries, in the form in which a `RaggedStore` keeps them. */
export interface RaggedSource {
  readonly settings: Json;
  readonly side: Side;
  readonly layout: readonly RaggedColumn[];
  encode(texts: readonly string[], options: EncodeOptions): AsyncIterable<RaggedBatch>;
}

/** What some texts became. */
export interface RaggedBatch {
  /** Positions of the texts in the list that was given. */
  readonly positions: Uint32Array;
  /** Entries of each text. */
  readonly counts: Uint32Array;
  /** For each column of the layout the entries of all texts, one text after another. */
  readonly columns: readonly Numbers[];
  /** For each column the numbers of an entry. */
  readonly widths: readonly number[];
  readonly tokens?: Uint32Array | undefined;
  readonly cutTokens?: Uint32Array | undefined;
}

/** Vectors of tokens are as long as this at most: 1, and what rounding to half precision may add. */
export const longestToken: number = 1 + 2 ** -9;

/**
 * The vectors of an encoder's tokens. Its batches are checked as they come.
 *
 * @throws in `encode` `data` errors for vectors that make no sense.
 */
export function tokenSource(encoder: TokenEncoder, type: VectorType): RaggedSource {
  const { settings, side } = encoder;
  return {
    settings,
    side,
    layout: [{ name: 'vectors', type, entry: 'vector' }],
    async *encode(texts, options) {
      for await (const batch of encoder.encode(texts, options)) {
        checkTokens(batch, texts);
        yield { ...batch, columns: [packNumbers(type, batch.vectors)], widths: [batch.dimension] };
      }
    },
  };
}

/**
 * An encoder's terms and their weights. Its batches are checked as they come.
 *
 * @throws in `encode` `data` errors for terms or weights that make no sense.
 */
export function termSource(encoder: SparseEncoder): RaggedSource {
  const { settings, side } = encoder;
  return {
    settings,
    side,
    layout: [
      { name: 'terms', type: 'uint32', entry: 'number' },
      { name: 'weights', type: 'float32', entry: 'number' },
    ],
    async *encode(texts, options) {
      for await (const { terms, weights, ...batch } of encoder.encode(texts, options)) {
        checkTerms({ ...batch, terms, weights }, texts);
        yield { ...batch, columns: [terms, weights], widths: [1, 1] };
      }
    },
  };
}

function checkTokens({ positions, counts, vectors, dimension }: EncodedTokens, texts: readonly string[]): void {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  if (dimension === 0 || vectors.length !== rows * dimension || counts.length !== positions.length) {
    throw dataError(`the encoder gave ${vectors.length} numbers for ${rows} vectors of ${dimension}`);
  }
  let at = 0;
  for (const [text, count] of counts.entries()) {
    if (count === 0) throw dataError(`the encoder gave no vector for the text ${quote(texts[positions[text]!]!)}`);
    for (let row = 0; row < count; row++, at += dimension) {
      let sum = 0;
      for (let i = at; i < at + dimension; i++) sum += vectors[i]! * vectors[i]!;
      if (sum <= longestToken) continue;
      throw dataError(
        `vector ${row + 1} of the text ${quote(texts[positions[text]!]!)}: its length is ${Math.sqrt(sum)}, where 1 was expected`,
        { next: 'Late interaction compares vectors of length 1.' },
      );
    }
  }
}

function checkTerms({ positions, counts, terms, weights }: EncodedTerms, texts: readonly string[]): void {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (terms.length !== total || weights.length !== total || counts.length !== positions.length) {
    throw dataError(`the encoder gave ${terms.length} terms and ${weights.length} weights, where ${total} of both were expected`);
  }
  let at = 0;
  for (const [text, count] of counts.entries()) {
    for (const first = at; at < first + count; at++) {
      const weight = weights[at]!;
      if (Number.isFinite(weight) && weight > 0 && (at === first || terms[at]! > terms[at - 1]!)) continue;
      throw dataError(`term ${terms[at]} of the text ${quote(texts[positions[text]!]!)} has the weight ${weight} at place ${at - first}`, {
        next: 'Terms rise, and their weights are above 0.',
      });
    }
  }
}
