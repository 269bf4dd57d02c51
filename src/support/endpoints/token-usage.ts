/** Tokens as the server counts them. */
export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}
