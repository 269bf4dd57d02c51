import fc from 'fast-check';

/** What a word-break rule may stumble on, beside plain letters: marks of punctuation, scripts, emoji parts, halves of surrogate pairs. */
const pieces: readonly string[] = [
  ...'abczAZ019_\'".,:;#*-/@ \n’＇éσΣאבעカｱひ漢ภກမ한٣１😀👍🏽👩🇩🇪ⓂℹA',
  '\u0301',
  '\u00ad',
  '\u0e31',
  '\u200d',
  '\ufe0e',
  '\ufe0f',
  '\u20e3',
  '\u{e0062}',
  '\u{e007f}',
  '\u{10400}',
  '\ud800',
  '\udc00',
  "'s ",
  'the ',
  'ing ',
  'x'.repeat(250),
  '\u{10400}'.repeat(125),
];

/** Texts that try the rules: joined pieces, or any UTF-16 units at all. */
export const randomText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
);
