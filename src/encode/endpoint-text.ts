import { usageError } from '../errors.ts';
import { type PromptTemplate, parseTemplate } from './prompt-template.ts';

/**
 * A prompt for a server, which tokenises by itself: `{eos}` is given as text.
 *
 * @throws `usage` error when a name is missing or there twice, or `{eos}` is wanted and not given.
 */
export function endpointTemplate(prompt: string, names: readonly string[], eos: string | undefined): PromptTemplate {
  if (eos === undefined && prompt.includes('{eos}')) {
    throw usageError(`prompt "${prompt}": asks for {eos}, and nothing says what the model's token is`, {
      next: 'Give it with eos=…, or write the token itself into the prompt: tokenizer_config.json names it as eos_token.',
    });
  }
  // The number of the token concerns only those who tokenise here.
  return parseTemplate(prompt, names, eos === undefined ? undefined : { text: eos, id: -1 });
}

/** Half a surrogate pair can't be sent as UTF-8: it becomes U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** @throws `usage` error for anything but a whole number above 0. */
export function wholeNumber(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw usageError(`${name}: ${value} is not a whole number above 0`);
}
