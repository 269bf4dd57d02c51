import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fileName, folderTitle } from '../../src/support/file-name.ts';

test('ordinary names stay as they are', () => {
  for (const name of ['bm25', 'bm25@anserini-bm25', 'k1=1.2,b=0.75', 'rader-gte (α=0.8)', '日本語']) {
    assert.equal(fileName(name), name.replaceAll(' ', '%20'));
  }
});

test('nothing becomes a path, a hidden file or a special name', () => {
  assert.equal(fileName('..'), '%2E%2E');
  assert.equal(fileName('.'), '%2E');
  assert.equal(fileName(''), '%');
  assert.equal(fileName('../../etc/passwd'), '%2E.%2F..%2Fetc%2Fpasswd');
  assert.equal(fileName('a/b\\c:d'), 'a%2Fb%5Cc%3Ad');
});

test('any text gives one short safe name, and different texts different ones', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }), (a, b) => {
      const name = fileName(a);
      assert.match(name, /^[^./\\\0][^/\\\0]*$/u);
      assert.ok(Buffer.byteLength(name) <= 120);
      if (Buffer.from(a).compare(Buffer.from(b)) !== 0) assert.notEqual(name, fileName(b));
    }),
  );
});

test('a name that was not cut gives its text back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), (text) => {
      const name = fileName(text);
      if (!name.includes('~')) assert.equal(folderTitle(name), text);
    }),
  );
  assert.equal(folderTitle('bm25%3Ak1=1.2'), 'bm25:k1=1.2');
  assert.equal(folderTitle('100%'), '100%');
});
