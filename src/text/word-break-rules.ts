import { type Automaton, automatonOf, either, many, one, optional, type Pattern, sequence, some } from './automaton.ts';
import { wordBreak as wb } from './word-break-classes.ts';

/**
 * What one token is, over the classes of word-break-classes.ts: the word boundary rules of UAX #29 (Unicode 9.0) turned into the
 * longest run without a boundary, with the choices of Lucene 8's StandardTokenizer: ideographs and Hiragana stand alone, runs of South
 * East Asian letters stay whole, and emoji follow the sequences of UTS #51 (Unicode 11.0). What matches nothing here is skipped.
 */

/** WB4: marks, formats and joiners belong to what they follow. */
const marks = many(
  one(wb.mark, wb.southEastAsianMark, wb.zeroWidthJoiner, wb.textSelector, wb.emojiSelector, wb.keycap, wb.tag, wb.cancelTag),
);
/** The same without the two presentation selectors, which mean something within an emoji sequence. */
const emojiMarks = many(one(wb.mark, wb.southEastAsianMark, wb.zeroWidthJoiner, wb.keycap, wb.tag, wb.cancelTag));

function marked(...classes: readonly number[]): Pattern {
  return sequence(one(...classes), marks);
}
function emojiMarked(...classes: readonly number[]): Pattern {
  return sequence(one(...classes), emojiMarks);
}

const connector = marked(wb.connector);
const letter = marked(wb.letter, wb.hebrewLetter, wb.emojiLetter);
const hebrew = marked(wb.hebrewLetter);
const digit = marked(wb.numeric);

/** WB6, WB7: one mark of punctuation may stand between two letters. */
const letters = sequence(letter, many(sequence(marked(wb.midLetter, wb.midBoth, wb.singleQuote), letter)));
/** WB7a to WB7c: a Hebrew letter with a geresh, or two with gershayim between. */
const hebrewQuoted = sequence(hebrew, either(marked(wb.singleQuote), sequence(marked(wb.doubleQuote), hebrew)));
/** WB11, WB12: likewise between two digits. */
const number = sequence(digit, many(sequence(marked(wb.midNumber, wb.midBoth, wb.singleQuote), digit)));
/** WB5, WB8 to WB10, WB13: letters and digits join, Katakana joins Katakana. */
const part = either(some(either(letters, hebrewQuoted, number)), some(marked(wb.katakana)));
/** WB13a, WB13b: connectors join any of these. */
const word = sequence(many(connector), part, many(sequence(some(connector), part)), many(connector));

const southEastAsian = some(marked(wb.southEastAsian, wb.southEastAsianMark));
const ideograph = marked(wb.ideograph);

const joiners = many(one(wb.zeroWidthJoiner));
/** An emoji with an optional selector, or a skin tone with an optional hand or person before it. */
const emojiElement = either(
  sequence(joiners, emojiMarked(wb.emoji, wb.emojiModifierBase, wb.emojiLetter), optional(one(wb.emojiSelector))),
  sequence(optional(sequence(joiners, emojiMarked(wb.emojiModifierBase))), emojiMarked(wb.emojiModifier)),
);
const emoji = either(
  sequence(emojiElement, either(many(sequence(one(wb.zeroWidthJoiner), emojiElement)), sequence(some(one(wb.tag)), one(wb.cancelTag)))),
  sequence(emojiMarked(wb.keycapBase), optional(one(wb.emojiSelector)), emojiMarked(wb.keycap)),
  sequence(marked(wb.regionalIndicator), marked(wb.regionalIndicator)),
);

/** Matches the longest token that starts where it starts. */
export const wordBreakRules: Automaton = automatonOf(either(word, southEastAsian, ideograph, emoji), 32);
