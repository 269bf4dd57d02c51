import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson, fingerprint } from '../../src/support/fingerprint.ts';

test('the order of keys changes nothing, the order of lists does', () => {
  assert.equal(canonicalJson({ b: [1, 'x', null], a: { d: true, c: undefined } }), '{"a":{"d":true},"b":[1,"x",null]}');
  assert.equal(fingerprint({ a: 1, b: 2 }), fingerprint({ b: 2, a: 1 }));
  assert.notEqual(fingerprint([1, 2]), fingerprint([2, 1]));
});

test('a number that JSON lacks is refused rather than written as null', () => {
  assert.throws(() => canonicalJson({ a: Number.NaN }), RangeError);
});
