import { absent } from './packed-map.ts';
import { addUnits, createUnitsMap, getUnits, hashUnits } from './units-map.ts';

/** Lucene's 33 English stop words (`EnglishAnalyzer.ENGLISH_STOP_WORDS_SET`), in lower case, before stemming. */
export const stopWords: readonly string[] = (
  'a an and are as at be but by for if in into is it no not of on or such ' + 'that the their then there these they this to was will with'
).split(' ');

const longest = Math.max(...stopWords.map((word) => word.length));
const known = createUnitsMap();
for (const word of stopWords) {
  const units = Uint16Array.from(word, (letter) => letter.charCodeAt(0));
  addUnits(known, units, 0, units.length, hashUnits(units, 0, units.length), 0);
}

/** Whether the first `length` units of `word` are a stop word. */
export function isStopWord(word: Uint16Array, length: number): boolean {
  return length <= longest && getUnits(known, word, 0, length, hashUnits(word, 0, length)) !== absent;
}
