import type { Json } from '../support/fingerprint.ts';
import type { EncodeOptions, Side } from './encoder.ts';

/** Texts → a vector for each of their tokens, for one side: what late interaction compares. As with `Encoder`, a text's vectors depend on nothing else. */
export interface TokenEncoder {
  /** Everything but the text that decides its vectors. Two encoders with equal settings give equal vectors. */
  readonly settings: Json;
  readonly side: Side;
  /**
   * Encodes texts, each for itself. Batches are handed out as they are ready, in any order; together they hold each text exactly once.
   *
   * @throws `data` error when the model answers with something that isn't such vectors; `interrupted` when the signal aborts.
   */
  encode(texts: readonly string[], options: EncodeOptions): AsyncIterable<EncodedTokens>;
}

/** The vectors of some texts' tokens. */
export interface EncodedTokens {
  /** Positions of the texts in the list that was given. */
  readonly positions: Uint32Array;
  /** Vectors of each text, one at least. */
  readonly counts: Uint32Array;
  /** The texts' vectors, one text after another, row-major. All finite, of Euclidean length 1, or 0. */
  readonly vectors: Float32Array;
  readonly dimension: number;
  /** Tokens that each text was encoded as, special ones included. */
  readonly tokens?: Uint32Array | undefined;
  /** Tokens of each text that the maximum length cut off. */
  readonly cutTokens?: Uint32Array | undefined;
}
