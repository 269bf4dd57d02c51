import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseStrictJson } from '../../src/support/strict-json.ts';

test('JSON without a name twice is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      assert.deepEqual(parseStrictJson(text), JSON.parse(text));
    }),
  );
});

test('a name that stands twice in one object is refused, with its line; in two objects it may', () => {
  assert.deepEqual(parseStrictJson('[{"a": 1}, {"a": {"a": 2}}]'), [{ a: 1 }, { a: { a: 2 } }]);
  assert.throws(() => parseStrictJson('{\n"a": 1,\n"b": {"c": 1,\n"\\u0063": 2}}'), {
    name: 'SyntaxError',
    message: 'line 4: the name "c" stands twice in one object',
  });
  assert.throws(() => parseStrictJson('{"a": 1,, }'), SyntaxError);
  assert.throws(() => parseStrictJson('{"a": NaN}'), SyntaxError);
});
