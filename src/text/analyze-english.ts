import { filterEnglish } from './english-filters.ts';
import { maximumTokenLength } from './longest-token.ts';
import { tokenize } from './standard-tokenizer.ts';

const term = new Uint16Array(maximumTokenLength);

/**
 * The terms of a text, in order and with repeats, as Lucene 8's English chain gives them: StandardTokenizer, EnglishPossessiveFilter,
 * LowerCaseFilter, StopFilter with Lucene's 33 English stop words, PorterStemFilter. Never throws: any string will do.
 *
 * To analyse many texts use a `createTermTable()`, which is much faster.
 */
export function analyzeEnglish(text: string): string[] {
  const { units, count, starts, ends } = tokenize(text);
  const terms: string[] = [];
  for (let token = 0; token < count; token++) {
    const length = filterEnglish(units, starts[token]!, ends[token]!, term);
    if (length > 0) terms.push(String.fromCharCode(...term.subarray(0, length)));
  }
  return terms;
}
