import type { TokenLogprob } from '../../llm/chat-answer.ts';

/**
 * How likely each text was at a token's place: the token itself and the likeliest others, without white space around them. Several tokens may share a text
 * (`4` and ` 4`): all are listed. NaN and positive log-probabilities, which some servers send, are left out.
 */
export function tokenProbabilities({
  token,
  logprob,
  top,
}: TokenLogprob): readonly { readonly text: string; readonly probability: number }[] {
  // The token itself stands among the likeliest as well, and is counted once.
  const byToken = new Map([...top, { token, logprob }].map((one) => [one.token, one.logprob]));
  return [...byToken]
    .map(([text, value]) => ({ text: text.trim(), probability: value <= 0 ? Math.exp(value) : Number.NaN }))
    .filter(({ probability }) => !Number.isNaN(probability));
}
