/** Which texts may share a batch. */
export interface BatchLimits {
  /** Tokens of a batch, padding included; a text that alone is longer makes a batch alone. */
  readonly tokens: number;
  /** `similar`: shorter texts are padded; `equal`: only texts of one length, so that nothing is padded; `alone`: each text by itself. */
  readonly grouping: 'similar' | 'equal' | 'alone';
}

/** A text that has been tokenised: where it stands in the list, and its tokens. */
export interface SizedText {
  readonly position: number;
  readonly ids: { readonly length: number };
}

/** Pools of so many batches are sorted together. */
const POOL_BATCHES = 4;

/**
 * Texts in batches of about the same length. Texts are drawn as they are needed, and those of a few batches' worth are held and sorted at a time; given
 * roughly by length, the longest first, few tokens are padding. The largest batch comes first, so that what doesn't fit into memory fails at once.
 */
export function* lengthBatches<Text extends SizedText>(texts: Iterable<Text>, limits: BatchLimits): Generator<readonly Text[]> {
  let pool: Text[] = [];
  let tokens = 0;
  for (const text of texts) {
    pool.push(text);
    tokens += text.ids.length;
    if (tokens < POOL_BATCHES * limits.tokens) continue;
    const batches = cutToBatches(pool, limits);
    // The last one may have room for texts to come.
    pool = batches.pop()!;
    tokens = pool.reduce((sum, { ids }) => sum + ids.length, 0);
    yield* batches;
  }
  yield* cutToBatches(pool, limits);
}

function cutToBatches<Text extends SizedText>(pool: Text[], { tokens, grouping }: BatchLimits): Text[][] {
  const sorted = pool.sort((a, b) => b.ids.length - a.ids.length || a.position - b.position);
  const batches: Text[][] = [];
  let batch: Text[] = [];
  for (const text of sorted) {
    const longest = batch[0]?.ids.length ?? text.ids.length;
    const fits =
      (batch.length + 1) * longest <= tokens && (grouping === 'similar' || (grouping === 'equal' && text.ids.length === longest));
    if (batch.length > 0 && !fits) {
      batches.push(batch);
      batch = [];
    }
    batch.push(text);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
