import type { Json } from '../support/fingerprint.ts';
import type { EncodeOptions, Side } from './encoder.ts';

/** Texts → weights of a vocabulary's terms, most of which have none, for one side. As with `Encoder`, a text's weights depend on nothing else. */
export interface SparseEncoder {
  /** Everything but the text that decides its weights. Two encoders with equal settings give equal weights. */
  readonly settings: Json;
  readonly side: Side;
  /**
   * Encodes texts, each for itself. Batches are handed out as they are ready, in any order; together they hold each text exactly once.
   *
   * @throws `data` error when the model answers with something that isn't such weights; `interrupted` when the signal aborts.
   */
  encode(texts: readonly string[], options: EncodeOptions): AsyncIterable<EncodedTerms>;
}

/** The term weights of some texts. */
export interface EncodedTerms {
  /** Positions of the texts in the list that was given. */
  readonly positions: Uint32Array;
  /** Terms of each text; a text may have none. */
  readonly counts: Uint32Array;
  /** The texts' terms, one text after another; ids that rise within a text. */
  readonly terms: Uint32Array;
  /** The weight of each term, finite and above 0. */
  readonly weights: Float32Array;
  /** Tokens that each text was encoded as, special ones included. */
  readonly tokens?: Uint32Array | undefined;
  /** Tokens of each text that the maximum length cut off. */
  readonly cutTokens?: Uint32Array | undefined;
}
