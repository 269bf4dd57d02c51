import { dataError, usageError } from '../errors.ts';
import type { SpecialToken } from '../text/tokenizer.ts';

/**
 * What a model is told with a text: `query: {text}{eos}`. The names in braces are those of the texts and `{eos}`, the tokenizer's token for the end of a
 * sequence; any other text in braces stands for itself.
 */
export interface PromptTemplate {
  readonly source: string;
  /** Whether it ends with `{eos}`. */
  readonly endsWithEos: boolean;
  /** What stands before the first text. */
  readonly prefix: string;
  fill(texts: Readonly<Record<string, string>>): string;
}

/**
 * Reads a template that has to name each of `names` once.
 *
 * @throws `usage` error when a name is missing or there twice; `data` error where `{eos}` is wanted of a tokenizer that has none.
 */
export function parseTemplate(source: string, names: readonly string[], eos: SpecialToken | undefined): PromptTemplate {
  const marks = new RegExp(`\\{(${[...names, 'eos'].join('|')})\\}`);
  // At odd places stand the names, between them what stands for itself.
  const parts = source.split(marks);
  for (const name of names) {
    const count = parts.filter((part, at) => at % 2 === 1 && part === name).length;
    if (count !== 1) {
      throw usageError(`prompt "${source}": names {${name}} ${count === 0 ? 'nowhere' : `${count} times`}, where once was expected`, {
        next: `Write for example "${names.map((text) => `${text}: {${text}}`).join(' ')}{eos}".`,
      });
    }
  }
  const wantsEos = parts.some((part, at) => at % 2 === 1 && part === 'eos');
  if (wantsEos && eos === undefined) {
    throw dataError(`prompt "${source}": asks for {eos}, and the model's tokenizer_config.json names no eos_token`);
  }
  const write = (part: string, at: number, texts: Readonly<Record<string, string>>): string =>
    at % 2 === 0 ? part : part === 'eos' ? eos!.text : texts[part]!;
  const firstText = parts.findIndex((part, at) => at % 2 === 1 && part !== 'eos');
  return {
    source,
    endsWithEos: parts.at(-1) === '' && parts.at(-2) === 'eos',
    prefix: parts
      .slice(0, firstText)
      .map((part, at) => write(part, at, {}))
      .join(''),
    fill: (texts) => parts.map((part, at) => write(part, at, texts)).join(''),
  };
}
