/**
 * Porter's stemmer: M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, as Lucene's PorterStemFilter has it: words
 * of one or two letters stay as they are, and there are two of Porter's later departures from the paper, "bli" → "ble" (in place of
 * "abli" → "able") and "logi" → "log".
 *
 * Words are UTF-16 units in an array. What is not one of a, e, i, o, u, y counts as a consonant, whatever its script.
 */

/** Stems the lower-case word in the first `length` units of `word`, in place, and returns the stem's length: never more, never 0. */
export function stem(word: Uint16Array, length: number): number {
  if (length < 3) return length;
  length = removePlural(word, length);
  length = removePast(word, length);
  if (length > 1 && word[length - 1] === y && hasVowel(word, length - 1)) word[length - 1] = i;
  length = replaceSuffix(word, length, step2);
  length = replaceSuffix(word, length, step3);
  length = removeSuffix(word, length);
  return tidy(word, length);
}

/** Step 1a: caresses → caress, ponies → poni, cats → cat. */
function removePlural(word: Uint16Array, length: number): number {
  if (word[length - 1] !== s) return length;
  if (endsWith(word, length, sses) || endsWith(word, length, ies)) return length - 2;
  return word[length - 2] === s ? length : length - 1;
}

/** Step 1b: agreed → agree, plastered → plaster, motoring → motor, and what makes the rest a word again: hopping → hop, filing → file. */
function removePast(word: Uint16Array, length: number): number {
  if (endsWith(word, length, eed)) return measure(word, length - 3) > 0 ? length - 1 : length;
  const rest = endsWith(word, length, ed) ? length - 2 : endsWith(word, length, ing) ? length - 3 : 0;
  if (rest === 0 || !hasVowel(word, rest)) return length;
  if (endsWith(word, rest, at) || endsWith(word, rest, bl) || endsWith(word, rest, iz)) return append(word, rest, e);
  const last = word[rest - 1]!;
  if (endsInDoubleConsonant(word, rest)) return last === l || last === s || last === z ? rest : rest - 1;
  return measure(word, rest) === 1 && endsInShortSyllable(word, rest) ? append(word, rest, e) : rest;
}

/** Steps 2 and 3: relational → relate, triplicate → triplic. */
function replaceSuffix(word: Uint16Array, length: number, rules: Rules): number {
  const rule = firstFitting(rules, word, length);
  if (rule === undefined) return length;
  const { suffix, replacement } = rule;
  let end = length - suffix.length;
  if (measure(word, end) === 0) return length;
  for (let at = 0; at < replacement.length; at++) word[end++] = replacement[at]!;
  return end;
}

/** Step 4: replacement → replac, adoption → adopt. */
function removeSuffix(word: Uint16Array, length: number): number {
  const rule = firstFitting(step4, word, length);
  if (rule === undefined) return length;
  const rest = length - rule.suffix.length;
  if (rule.suffix === ion && (rest === 0 || (word[rest - 1] !== s && word[rest - 1] !== t))) return length;
  return measure(word, rest) > 1 ? rest : length;
}

/** Step 5: probate → probat, controll → control. */
function tidy(word: Uint16Array, length: number): number {
  const syllables = measure(word, length);
  if (word[length - 1] === e && (syllables > 1 || (syllables === 1 && !endsInShortSyllable(word, length - 1)))) length--;
  return syllables > 1 && word[length - 1] === l && endsInDoubleConsonant(word, length) ? length - 1 : length;
}

/** The paper's m: how many times vowels are followed by consonants. */
function measure(word: Uint16Array, length: number): number {
  let count = 0;
  let afterConsonant = false;
  let afterVowel = false;
  for (let at = 0; at < length; at++) {
    const unit = word[at]!;
    const consonant: boolean = unit === y ? !afterConsonant : !isVowel(unit);
    if (consonant && afterVowel) count++;
    afterConsonant = consonant;
    afterVowel = !consonant;
  }
  return count;
}

/** The paper's *v*. */
function hasVowel(word: Uint16Array, length: number): boolean {
  for (let at = 0; at < length; at++) if (!isConsonant(word, at)) return true;
  return false;
}

/** The paper's *d. */
function endsInDoubleConsonant(word: Uint16Array, length: number): boolean {
  return length > 1 && word[length - 1] === word[length - 2] && isConsonant(word, length - 1);
}

/** The paper's *o: consonant, vowel, consonant other than w, x and y. */
function endsInShortSyllable(word: Uint16Array, length: number): boolean {
  if (length < 3) return false;
  const last = word[length - 1];
  if (last === w || last === x || last === y) return false;
  return isConsonant(word, length - 1) && !isConsonant(word, length - 2) && isConsonant(word, length - 3);
}

function isVowel(unit: number): boolean {
  return unit === a || unit === e || unit === i || unit === o || unit === u;
}

/** y is a consonant at the start and after a vowel. */
function isConsonant(word: Uint16Array, at: number): boolean {
  const unit = word[at]!;
  return unit === y ? at === 0 || !isConsonant(word, at - 1) : !isVowel(unit);
}

function endsWith(word: Uint16Array, length: number, suffix: Uint16Array): boolean {
  if (suffix.length > length) return false;
  for (let at = suffix.length - 1, end = length - suffix.length; at >= 0; at--) if (word[end + at] !== suffix[at]) return false;
  return true;
}

function append(word: Uint16Array, length: number, unit: number): number {
  word[length] = unit;
  return length + 1;
}

function unitsOf(text: string): Uint16Array {
  return Uint16Array.from(text, (letter) => letter.charCodeAt(0));
}

/** A suffix, and what takes its place. */
interface Rule {
  readonly suffix: Uint16Array;
  readonly replacement: Uint16Array;
}
/** Rules by their suffix's last letter but one, an ASCII code; within a letter in the order in which they are tried. */
type Rules = readonly (readonly Rule[])[];

/** Reads rules written as `suffix>replacement`. */
function readRules(text: string): Rules {
  const rules: Rule[][] = Array.from({ length: 128 }, () => []);
  for (const rule of text.split(' ')) {
    const [suffix, replacement] = rule.split('>') as [string, string];
    rules[suffix.charCodeAt(suffix.length - 2)]!.push({
      suffix: suffix === 'ion' ? ion : unitsOf(suffix),
      replacement: unitsOf(replacement),
    });
  }
  return rules;
}

/** The first rule whose suffix the word has; no other is considered. */
function firstFitting(rules: Rules, word: Uint16Array, length: number): Rule | undefined {
  const penultimate = length < 2 ? 0 : word[length - 2]!;
  if (penultimate >= rules.length) return undefined;
  const likely = rules[penultimate]!;
  for (let at = 0; at < likely.length; at++) if (endsWith(word, length, likely[at]!.suffix)) return likely[at];
  return undefined;
}

const sses = unitsOf('sses');
const ies = unitsOf('ies');
const eed = unitsOf('eed');
const ed = unitsOf('ed');
const ing = unitsOf('ing');
const at = unitsOf('at');
const bl = unitsOf('bl');
const iz = unitsOf('iz');
const ion = unitsOf('ion');

const step2 = readRules(
  'ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble alli>al entli>ent eli>e ousli>ous ization>ize ation>ate ator>ate ' +
    'alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive biliti>ble logi>log',
);
const step3 = readRules('icate>ic ative> alize>al iciti>ic ical>ic ful> ness>');
const step4 = readRules('al> ance> ence> er> ic> able> ible> ant> ement> ment> ent> ion> ou> ism> ate> iti> ous> ive> ize>');

const a = 0x61;
const e = 0x65;
const i = 0x69;
const l = 0x6c;
const o = 0x6f;
const u = 0x75;
const s = 0x73;
const t = 0x74;
const w = 0x77;
const x = 0x78;
const y = 0x79;
const z = 0x7a;
