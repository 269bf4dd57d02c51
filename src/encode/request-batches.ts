/** How much one request to a server may hold. */
export interface RequestLimits {
  /** Tokens at most; an item that has more goes alone. */
  readonly tokens: number;
  /** Items at most. */
  readonly items: number;
}

/** Where a batch begins and ends (exclusive) in a list. */
export type Range = readonly [start: number, end: number];

/**
 * Cuts a list into batches of neighbours, as large as the limits allow, given the tokens of each.
 *
 * @param follows whether an item may share a batch with the one before it.
 */
export function* requestBatches(
  count: number,
  tokensAt: (index: number) => number,
  limits: RequestLimits,
  follows: (index: number) => boolean = () => true,
): Generator<Range> {
  let start = 0;
  let tokens = 0;
  for (let at = 0; at < count; at++) {
    const more = tokensAt(at);
    if (at > start && (at - start >= limits.items || tokens + more > limits.tokens || !follows(at))) {
      yield [start, at];
      start = at;
      tokens = 0;
    }
    tokens += more;
  }
  if (count > start) yield [start, count];
}
