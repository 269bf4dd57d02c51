/** A token of an answer with its natural log-probability, and those of the likeliest tokens at its place, likeliest first. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly top: readonly { readonly token: string; readonly logprob: number }[];
}

/** What a language model says. Nothing in it is to be trusted, and nothing is hidden: an answer may be empty or cut short. */
export interface ChatAnswer {
  /** Without the thoughts that came before it. May be empty. */
  readonly text: string;
  /** The thoughts, where the model shows them. */
  readonly reasoning?: string | undefined;
  /**
   * `stop`: it ended by itself; `length`: `maxTokens` or the model's own limit cut it short; `content_filter`, …; `unknown` where the
   * server doesn't say.
   */
  readonly finishReason: string;
  /** As the server counts; thoughts are among the completion. */
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number };
  /** Of all tokens, those of thoughts among them. */
  readonly logprobs?: readonly TokenLogprob[] | undefined;
}
