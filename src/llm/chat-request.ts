import { fingerprint, type Json } from '../support/fingerprint.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** One question to a language model. All of it decides the answer, and none of it says who is asked. */
export interface ChatRequest {
  /** As the server names it. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  /** Not known to OpenAI; vLLM and others have it. */
  readonly topK?: number | undefined;
  /** Tokens of the answer at most, thoughts among them. */
  readonly maxTokens?: number | undefined;
  readonly stop?: readonly string[] | undefined;
  /** The n-th sample is asked for with the seed + n. */
  readonly seed?: number | undefined;
  /** How many of the likeliest tokens to tell at each place, with their log-probabilities; 0 for that of the token itself alone. */
  readonly logprobs?: number | undefined;
  readonly reasoningEffort?: string | undefined;
  /** Parameters of the server's own, put into the body as they are: `{ chat_template_kwargs: { enable_thinking: false } }`. */
  readonly parameters?: { readonly [key: string]: Json } | undefined;
}

/** What the limit of tokens is called: OpenAI's newer models insist on the second, other servers know the first. */
export type LengthField = 'max_tokens' | 'max_completion_tokens';

export interface ChatBodyOptions {
  readonly lengthField: LengthField;
  /** Answers come in pieces, so that a long silence means that something is wrong. */
  readonly stream: boolean;
  /** Which of several samples. */
  readonly sample: number;
}

/** The body of the request as servers want it. */
export function chatBody(
  request: ChatRequest,
  { lengthField, stream, sample }: ChatBodyOptions,
): { readonly [key: string]: Json | undefined } {
  const { model, messages, temperature, topP, topK, maxTokens, stop, seed, logprobs, reasoningEffort, parameters } = request;
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content: content.replace(/\p{Surrogate}/gu, '\uFFFD') })),
    temperature,
    top_p: topP,
    top_k: topK,
    [lengthField]: maxTokens,
    stop,
    seed: seed === undefined ? undefined : seed + sample,
    logprobs: logprobs === undefined ? undefined : true,
    top_logprobs: logprobs === undefined || logprobs === 0 ? undefined : logprobs,
    reasoning_effort: reasoningEffort,
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
    ...parameters,
  };
}

/** What an answer is kept under: equal for equal requests and samples, whatever server they go to. 64 hex digits. */
export function chatKey({ messages, stop, ...rest }: ChatRequest, sample: number): string {
  return fingerprint({ ...rest, stop, messages: messages.map(({ role, content }) => ({ role, content })), sample });
}
