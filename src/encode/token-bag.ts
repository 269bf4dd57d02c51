import { interruptedError } from '../errors.ts';
import type { EncodeOptions } from './encoder.ts';
import type { ModelText } from './model-text.ts';
import type { EncodedTerms } from './sparse-encoder.ts';

/** Texts that are handed out together. */
const BATCH = 64;

/**
 * Each text as the bag of its own tokens, every different one with the weight 1: how SPLADE-doc reads queries (Formal et al., arXiv:2109.10086, section 3.2).
 *
 * @param without terms that stand for no word.
 */
export async function* tokenBag(
  texts: readonly string[],
  read: (text: string) => ModelText,
  without: readonly number[],
  { progress, signal }: EncodeOptions,
): AsyncGenerator<EncodedTerms> {
  const task = progress.start('tokenising queries', { unit: 'texts', total: texts.length });
  const special = new Set(without);
  try {
    if (signal?.aborted) throw interruptedError();
    for (let from = 0; from < texts.length; from += BATCH) {
      const batch = texts.slice(from, from + BATCH).map(read);
      const terms = batch.map(({ ids }) => Uint32Array.from(new Set(ids.filter((id) => !special.has(id)))).sort());
      const counts = Uint32Array.from(terms, ({ length }) => length);
      const total = counts.reduce((sum, count) => sum + count, 0);
      yield {
        positions: Uint32Array.from(batch, (_, at) => from + at),
        counts,
        terms: Uint32Array.from(terms.flatMap((own) => [...own])),
        weights: new Float32Array(total).fill(1),
        tokens: Uint32Array.from(batch, ({ ids }) => ids.length),
        cutTokens: Uint32Array.from(batch, ({ cut }) => cut),
      };
      task.advance(batch.length);
      if (signal?.aborted) throw interruptedError();
    }
  } finally {
    task.end();
  }
}
