import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteToLength, lengthToByte } from '../../../src/retrieve/bm25/small-float.ts';

test('lengths up to 39 are exact, and every byte is a fixed point', () => {
  for (let length = 0; length < 40; length++) assert.equal(byteToLength(lengthToByte(length)), length);
  for (let byte = 0; byte < 256; byte++) assert.equal(lengthToByte(byteToLength(byte)), byte);
});

test("above, a length becomes the largest decodable one not above it, as in Lucene's LENGTH_TABLE", () => {
  const table = Array.from({ length: 256 }, (_, byte) => byteToLength(byte));
  assert.deepEqual(table.slice(39, 50), [39, 40, 42, 44, 46, 48, 50, 52, 54, 56, 60]);
  assert.equal(table[255], 2013265944);
  for (const length of [41, 43, 57, 59, 100, 101, 1000, 65535, 2 ** 31 - 1]) {
    assert.equal(byteToLength(lengthToByte(length)), table.filter((decodable) => decodable <= length).at(-1));
  }
});
