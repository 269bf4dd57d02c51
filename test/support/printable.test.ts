import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printable } from '../../src/support/printable.ts';

test('what a terminal would obey is gone, what people write stays', () => {
  assert.equal(printable('a\x1b[31mred\x1b[0m\r\nb'), 'a [31mred [0m b');
  assert.equal(printable('\u009b2Jx\x7f'), ' 2Jx ');
  assert.equal(printable('file\u202Etxt.exe\u2066\u200F'), 'filetxt.exe');
  assert.equal(printable('a\u2028b\u2029c'), 'a b c');
  assert.equal(printable('half \uD83D pair'), 'half \uFFFD pair');
  assert.equal(printable('naïve 水 👩‍🔬 क्षि "quoted" \\'), 'naïve 水 👩‍🔬 क्षि "quoted" \\');
});

test('no text leaves a control character, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text);
      assert.doesNotMatch(shown, /[\p{Cc}\u2028-\u202E\u2066-\u2069]|\p{Surrogate}/u);
      assert.equal(printable(shown), shown);
    }),
  );
});
