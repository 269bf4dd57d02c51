import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerCase } from '../../src/text/lower-case.ts';
import { wordBreak, wordBreakOf } from '../../src/text/word-break-classes.ts';

const lower = (text: string): string => String.fromCodePoint(...Array.from(text, (character) => lowerCase(character.codePointAt(0)!)));

test('letters become lower case one by one', () => {
  assert.equal(lower('AZaz09_ÀÖØÞß'), 'azaz09_àöøþß');
  assert.equal(lower('ΣΑΣ'), 'σασ', 'no final sigma');
  assert.equal(lower('\u0130I'), 'ii', 'one code point stays one');
  assert.equal(lower('ǄǅǆŸẞ\u2126\u212a\u212b'), 'ǆǆǆÿßωkå');
  assert.equal(lower('ЀЯѠ Ԁ ԱՖ ႠჅ ᎠᏵ ⰀⰮ ＡＺ'), 'ѐяѡ ԁ աֆ ⴀⴥ ꭰᏽ ⰰⱞ ａｚ');
  assert.equal(lower('𐐀𐐧𐒰𐲀𑢠𞤀'), '𐐨𐑏𐓘𐳀𑣀𞤢');
});

test('alternating runs leave the lower-case letters between alone', () => {
  for (let codePoint = 0x100; codePoint < 0x130; codePoint++) assert.equal(lowerCase(codePoint), codePoint | 1);
});

test('agrees with JavaScript on every code point of a word but U+0130', () => {
  const { letter, emojiLetter, numeric, katakana, hebrewLetter, southEastAsian, ideograph } = wordBreak;
  const inWords: readonly number[] = [letter, emojiLetter, numeric, katakana, hebrewLetter, southEastAsian, ideograph];
  let mapped = 0;
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    if (!inWords.includes(wordBreakOf[codePoint]!)) continue;
    if (lowerCase(codePoint) !== codePoint) mapped++;
    if (codePoint !== 0x130) assert.equal(String.fromCodePoint(lowerCase(codePoint)), String.fromCodePoint(codePoint).toLowerCase());
  }
  assert.equal(mapped, 1304);
});
