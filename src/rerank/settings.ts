import { usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';

/** Settings as a person writes them, `key=value`; which keys there are has been checked. */
export type Settings = Readonly<Record<string, string>>;

export function textSetting(settings: Settings, key: string): string | undefined {
  return settings[key];
}

export interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

/** @throws `usage` error for what is no number in the range. */
export function numberSetting(
  reranker: string,
  settings: Settings,
  key: string,
  { least, most, whole = false }: NumberRange,
): number | undefined {
  const text = settings[key];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw usageError(`${reranker}: ${key} is "${text}", where a ${whole ? 'whole ' : ''}number from ${least} to ${most} was expected`);
}

/** @throws `usage` error with the nearest names. */
export function choiceSetting<Choice extends string>(
  reranker: string,
  settings: Settings,
  key: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = settings[key];
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw usageError(`${reranker}: ${key} is "${text}"`, { next: `${didYouMean(text, choices)}There are: ${choices.join(', ')}.` });
}

/** @throws `usage` error for what is neither true nor false. */
export function booleanSetting(reranker: string, settings: Settings, key: string): boolean | undefined {
  const choice = choiceSetting(reranker, settings, key, ['true', 'false']);
  return choice === undefined ? undefined : choice === 'true';
}

/** Base URLs, parted by + because commas part settings. */
export function serverUrls(settings: Settings): readonly string[] {
  return settings['url']?.split('+').map((url) => url.trim()) ?? [];
}
