import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type WordBreak, wordBreak, wordBreakOf } from '../../src/text/word-break-classes.ts';

const names = Object.keys(wordBreak) as (keyof typeof wordBreak)[];

test('classes are as large as in the data files of Unicode 9.0 and Emoji 11.0', () => {
  const counts = Object.fromEntries(names.map((name) => [name, 0]));
  for (const wordBreakClass of wordBreakOf) counts[names[wordBreakClass]!]!++;
  assert.deepEqual(counts, {
    other: 996_674,
    letter: 27_986,
    numeric: 581, // 571 and ten full-width digits
    connector: 11,
    midLetter: 9,
    midNumber: 15,
    midBoth: 7,
    singleQuote: 1,
    doubleQuote: 1,
    hebrewLetter: 74,
    katakana: 310,
    ideograph: 81_823,
    southEastAsian: 545,
    southEastAsianMark: 189,
    mark: 1_960,
    zeroWidthJoiner: 1,
    textSelector: 1,
    emojiSelector: 1,
    keycap: 1,
    keycapBase: 2,
    emoji: 3_681,
    emojiModifierBase: 106,
    emojiModifier: 5,
    emojiLetter: 6,
    regionalIndicator: 26,
    tag: 95,
    cancelTag: 1,
  });
});

const examples: readonly (readonly [WordBreak, string])[] = [
  [wordBreak.other, ' \n\u00a0!?()[]{}/\\@&%$+=<>|~^«»“”–—…\u0000\ud800\udbff\udc00\udfff\uffff\u{10ffff}'],
  [wordBreak.letter, 'azAZªµºßÿΩяعक한ꭰ𐐀𝒜'],
  [wordBreak.numeric, '09٠९０９𝟘'],
  [wordBreak.connector, '_\u203f\uff3f'],
  [wordBreak.midLetter, ':\u00b7\u0387'],
  [wordBreak.midNumber, ',;'],
  [wordBreak.midBoth, '.\u2018\u2019\u2024\uff07\uff0e'],
  [wordBreak.hebrewLetter, 'אתײ'],
  [wordBreak.katakana, 'アー゛ｱ'],
  [wordBreak.ideograph, '漢字ひ〇𠀀'],
  [wordBreak.southEastAsian, 'กລខမ'],
  [wordBreak.southEastAsianMark, '\u0e31\u0eb1\u103a'],
  [wordBreak.mark, '\u0300\u00ad\u200c\u200e\u2060'],
  [wordBreak.emoji, '😀❤©™🏴'],
  [wordBreak.emojiModifierBase, '👍👩☝'],
  [wordBreak.emojiLetter, 'ℹⓂ🅰'],
];

for (const [expected, characters] of examples) {
  test(`${names[expected]} holds its examples`, () => {
    for (const character of characters) {
      const codePoint = character.codePointAt(0)!;
      assert.equal(names[wordBreakOf[codePoint]!], names[expected], `U+${codePoint.toString(16)}`);
    }
  });
}

test('letters that came after Unicode 9.0 are in no class', () => {
  for (const codePoint of [0x1c90, 0x16e40, 0xa7b8, 0x10570]) assert.equal(wordBreakOf[codePoint], wordBreak.other);
});
