import { usageError } from '../errors.ts';
import type { StageWeights } from '../experiment/rerank-request.ts';
import type { TokenPrices } from '../llm/prices.ts';

function numbers(option: string, text: string): readonly number[] {
  return text.split(',').map((part) => {
    const value = part.trim() === '' ? Number.NaN : Number(part);
    if (Number.isFinite(value) && value >= 0) return value;
    throw usageError(`--${option} ${text}: "${part}" is not a number of 0 or more`);
  });
}

/** `0.5` is the reranker's share of 1; `100,1` are both weights. */
export function readWeights(text: string): StageWeights {
  const [rerank = 0, first, ...more] = numbers('interpolate', text);
  if (more.length > 0) throw usageError(`--interpolate ${text}: one number or two were expected`);
  if (first === undefined && rerank > 1) {
    throw usageError(`--interpolate ${text}: the reranker's share is a number from 0 to 1`, {
      next: 'Write both weights for anything else: 100,1.',
    });
  }
  if (rerank === 0 && first === 0) throw usageError(`--interpolate ${text}: nothing is left of either score`);
  return { rerank, first: first ?? 1 - rerank };
}

/** What a million tokens cost: read, and written. */
export function readPrices(text: string): TokenPrices {
  const [inputPerMillion, outputPerMillion, ...more] = numbers('prices', text);
  if (inputPerMillion === undefined || outputPerMillion === undefined || more.length > 0) {
    throw usageError(`--prices ${text}: two numbers were expected`, { next: 'A million tokens read, and a million written: 0.15,0.60.' });
  }
  return { inputPerMillion, outputPerMillion };
}
