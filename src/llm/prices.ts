/** What a model's tokens cost; whatever money they are in, costs are in the same. */
export interface TokenPrices {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
}

/** 0 where no price is known. */
export function costOf(
  tokens: { readonly promptTokens: number; readonly completionTokens: number },
  prices: TokenPrices | undefined,
): number {
  if (prices === undefined) return 0;
  return (tokens.promptTokens * prices.inputPerMillion + tokens.completionTokens * prices.outputPerMillion) / 1e6;
}
