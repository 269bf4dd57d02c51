import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePythonJson } from '../../src/support/python-json.ts';

test('numbers that JSON has not are null', () => {
  assert.deepEqual(parsePythonJson('{"a": NaN, "b": [Infinity, -Infinity,NaN], "c": 1}'), { a: null, b: [null, null, null], c: 1 });
});

test('strings keep such words', () => {
  const text = String.raw`{"NaN": "NaN, \" Infinity \\", "b": "-Infinity"}`;
  assert.deepEqual(parsePythonJson(text), JSON.parse(text));
});

test('what is JSON is read as JSON.parse does', () => {
  fc.assert(fc.property(fc.json(), (text) => assert.deepEqual(parsePythonJson(text), JSON.parse(text))));
});

test('what is neither is a SyntaxError', () => {
  for (const text of ['{"a": NaNs}', '{"a": nan}', '{"a": ']) assert.throws(() => parsePythonJson(text), SyntaxError, text);
});
