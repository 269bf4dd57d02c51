import { usageError } from '../errors.ts';

/**
 * Reads weights as a person writes them: numbers parted by commas, `0.8,0.2`.
 *
 * @returns undefined for a text that begins as a name does: that of a preset.
 * @throws `usage` error for what is neither.
 */
export function parseWeights(text: string): readonly number[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length === 1 && /^[a-z]/i.test(parts[0]!)) return undefined;
  return parts.map((part) => {
    const weight = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(part) ? Number(part) : Number.NaN;
    if (Number.isFinite(weight)) return weight;
    throw usageError(`weights ${text}: "${part}" is not a finite number`, { next: 'Give one number for each run: 0.8,0.2.' });
  });
}
