import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizeBert } from '../../src/text/bert-normalizer.ts';

test('texts are cleaned, ideographs set apart, marks stripped and letters lowered', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Plain TEXT\tand\nlines', 'plain text and lines'],
    ['a\u0000b\u200bc\ufeffd\u00ade\ufffdf', 'abcdef'],
    ['x\u3000y\u00a0z', 'x y z'],
    ['中x文', ' 中 x 文 '],
    ['a\u{20000}b', 'a \u{20000} b'],
    ['Ünï e\u0301', 'uni e'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['İ', 'i'],
  ];
  for (const [text, expected] of cases) assert.equal(normalizeBert(text, {}), expected);
});

test('each step can be left out', () => {
  assert.equal(normalizeBert('Ü\n中', { lowercase: false }), 'Ü  中 ');
  assert.equal(normalizeBert('Ü\n中', { lowercase: false, strip_accents: true }), 'U  中 ');
  assert.equal(normalizeBert('Ü\n中', { strip_accents: false }), 'ü  中 ');
  assert.equal(normalizeBert('Ü\n中', { clean_text: false, handle_chinese_chars: false }), 'u\n中');
  assert.equal(normalizeBert('A\nb', { clean_text: false, lowercase: false }), 'A\nb');
});

test('plain texts take a short way to the same end', () => {
  const ascii = fc.string({ unit: fc.constantFrom(...'aZ09 \t\n\r.~'), maxLength: 20 });
  fc.assert(
    fc.property(ascii, fc.boolean(), fc.boolean(), (text, clean_text, lowercase) => {
      const config = { clean_text, lowercase };
      // A letter that no step touches leads the long way.
      assert.equal(`${normalizeBert(text, config)}ß`, normalizeBert(`${text}ß`, config));
    }),
  );
});
