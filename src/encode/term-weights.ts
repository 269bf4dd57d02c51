import type { BatchResult } from './inference-messages.ts';
import type { TokenPlaces } from './pooling.ts';

/**
 * SPLADE's weights: of every term of the vocabulary the highest logit that any of the text's tokens gives it, w = log(1 + max(0, logit)), padding left
 * out; terms without weight are left out (Formal et al., SPLADE v2, arXiv:2109.10086, equation 6). As the logarithm rises, the maximum is taken before it.
 * 1 + logit and the logarithm are rounded to float32, as PyTorch does.
 *
 * @param logits texts × columns × terms, row-major.
 * @returns the weights; of a text with a logit that isn't finite NaN alone.
 */
export function termWeights(logits: Float32Array, size: number, { starts, lengths, columns }: TokenPlaces): BatchResult {
  const counts = new Uint32Array(lengths.length);
  const parts: (readonly [terms: Uint32Array, weights: Float32Array])[] = [];
  const highest = new Float32Array(size);
  for (let text = 0; text < lengths.length; text++) {
    highest.fill(0);
    const first = (text * columns + starts[text]!) * size;
    // A number minus itself is 0, unless it isn't finite.
    let doubt = 0;
    for (let at = first; at < first + lengths[text]! * size; at += size) {
      for (let term = 0; term < size; term++) {
        const logit = logits[at + term]!;
        doubt += logit - logit;
        if (logit > highest[term]!) highest[term] = logit;
      }
    }
    const part = doubt === 0 ? weigh(highest) : ([Uint32Array.of(0), Float32Array.of(Number.NaN)] as const);
    counts[text] = part[0].length;
    parts.push(part);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [terms, vectors] = [new Uint32Array(total), new Float32Array(total)];
  let at = 0;
  for (const [own, weights] of parts) {
    terms.set(own, at);
    vectors.set(weights, at);
    at += own.length;
  }
  return { vectors, dimension: 1, counts, terms };
}

function weigh(highest: Float32Array): readonly [Uint32Array, Float32Array] {
  const terms = new Uint32Array(highest.length);
  const weights = new Float32Array(highest.length);
  let count = 0;
  for (let term = 0; term < highest.length; term++) {
    const weight = highest[term] === 0 ? 0 : Math.fround(Math.log(Math.fround(1 + highest[term]!)));
    if (weight === 0) continue;
    terms[count] = term;
    weights[count++] = weight;
  }
  return [terms.slice(0, count), weights.slice(0, count)];
}
