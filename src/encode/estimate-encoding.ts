import { estimateTokens } from '../support/estimate-tokens.ts';

export interface EstimateEncodingOptions {
  /** What a million tokens cost; the estimate is in the same money. */
  readonly pricePerMillionTokens?: number | undefined;
  /** All endpoints together. */
  readonly tokensPerSecond?: number | undefined;
  /** Counts a text's tokens; about four letters are one otherwise. */
  readonly countTokens?: ((text: string) => number) | undefined;
}

/** What encoding will take, before it begins. */
export interface EncodingEstimate {
  readonly texts: number;
  readonly tokens: number;
  /** Where a price is known. */
  readonly cost: number | undefined;
  /** Where a speed is known. */
  readonly seconds: number | undefined;
}

/** Estimates from texts, or from their numbers of tokens, what encoding them will cost and how long it will take. */
export function estimateEncoding(
  items: Iterable<string | number>,
  { pricePerMillionTokens, tokensPerSecond, countTokens = estimateTokens }: EstimateEncodingOptions = {},
): EncodingEstimate {
  let texts = 0;
  let tokens = 0;
  for (const item of items) {
    texts++;
    tokens += typeof item === 'number' ? item : countTokens(item);
  }
  return {
    texts,
    tokens,
    cost: pricePerMillionTokens === undefined ? undefined : (tokens / 1e6) * pricePerMillionTokens,
    seconds: tokensPerSecond === undefined ? undefined : tokens / tokensPerSecond,
  };
}
