import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stem } from '../../src/text/porter-stemmer.ts';

function stemmed(word: string): string {
  const units = Uint16Array.from({ length: word.length }, (_, at) => word.charCodeAt(at));
  return String.fromCharCode(...units.subarray(0, stem(units, word.length)));
}

/** The examples of Porter's paper, step by step, as they come out of all steps together. */
const examples: Readonly<Record<string, string>> = {
  '1a': 'caresses>caress ponies>poni ties>ti caress>caress cats>cat',
  '1b': 'feed>feed agreed>agre plastered>plaster bled>bled motoring>motor sing>sing',
  '1b, second part':
    'conflated>conflat troubled>troubl sized>size hopping>hop tanned>tan falling>fall hissing>hiss fizzed>fizz failing>fail filing>file',
  '1c': 'happy>happi sky>sky',
  '2':
    'relational>relat conditional>condit rational>ration valenci>valenc hesitanci>hesit digitizer>digit conformabli>conform ' +
    'radicalli>radic differentli>differ vileli>vile analogousli>analog vietnamization>vietnam predication>predic operator>oper ' +
    'feudalism>feudal decisiveness>decis hopefulness>hope callousness>callous formaliti>formal sensitiviti>sensit sensibiliti>sensibl',
  '3': 'triplicate>triplic formative>form formalize>formal electriciti>electr electrical>electr hopeful>hope goodness>good',
  '4':
    'revival>reviv allowance>allow inference>infer airliner>airlin gyroscopic>gyroscop adjustable>adjust defensible>defens ' +
    'irritant>irrit replacement>replac adjustment>adjust dependent>depend adoption>adopt homologou>homolog communism>commun ' +
    'activate>activ angulariti>angular homologous>homolog effective>effect bowdlerize>bowdler',
  '5': 'probate>probat rate>rate cease>ceas controll>control roll>roll',
  'all steps at once': 'generalizations>gener oscillators>oscil',
  'y as a vowel and as a consonant': 'toy>toi syzygy>syzygi yes>ye boyish>boyish enjoying>enjoi yyy>yyi dying>dy',
  'departures from the paper': 'archaeology>archaeolog possibli>possibl a>a is>is s>s',
  'only the longest suffix that fits is looked at': 'element>element cement>cement ion>ion onion>onion million>million religion>religion',
  'suffixes that are the whole word': 'ing>ing ed>ed eed>eed ies>i ational>ation iveness>iv logi>logi ness>ness ement>ement',
  'other scripts are consonants': 'éééing>éééing naïveness>naïv ωμωs>ωμω',
};

for (const [step, pairs] of Object.entries(examples)) {
  test(`step ${step}`, () => {
    for (const pair of pairs.split(' ')) {
      const [word, expected] = pair.split('>') as [string, string];
      assert.equal(stemmed(word), expected, word);
    }
  });
}

test('a stem is never empty and never longer than its word', () => {
  const syllable = fc.constantFrom(
    ...'a e i o u y b c d l s t w x z r ed ing ies eed at bl iz ational enci izer bli logi icate ness ment ion'.split(' '),
  );
  fc.assert(
    fc.property(fc.array(syllable, { minLength: 1, maxLength: 8 }), (syllables) => {
      const word = syllables.join('');
      const { length } = stemmed(word);
      assert.ok(length > 0 && length <= word.length);
    }),
  );
});
