import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { globExpression } from '../../src/support/glob.ts';

const cases: readonly (readonly [pattern: string, matches: readonly string[], others: readonly string[]])[] = [
  ['a/b.txt', ['a/b.txt'], ['a/bxtxt', 'x/a/b.txt', 'a/b.txt/c']],
  ['a/*', ['a/b', 'a/.b'], ['a/b/c', 'a', 'b/c']],
  ['a/b-*.parquet', ['a/b-0.parquet', 'a/b-.parquet'], ['a/b.parquet', 'a/b-/c.parquet']],
  ['**', ['a', 'a/b/c'], []],
  ['**/x', ['x', 'a/x', 'a/b/x'], ['ax', 'x/a']],
  ['a/**/x', ['a/x', 'a/b/c/x'], ['a/bx', 'x']],
  ['a/**', ['a/b', 'a/b/c'], ['b/a']],
  ['a?c', ['abc'], ['ac', 'a/c', 'abbc']],
  ['[ab]c', ['ac', 'bc'], ['cc', 'abc']],
  ['[!ab]c', ['cc'], ['ac', 'bc']],
  ['{a,b*}.x', ['a.x', 'b.x', 'bcd.x'], ['c.x', 'a,b.x']],
  ['{a,{b,c}}', ['a', 'b', 'c'], ['d']],
  ['a{', ['a{'], ['a']],
  ['a,b}', ['a,b}'], ['a']],
  ['a.(b)+c|d$', ['a.(b)+c|d$'], ['axbc']],
];

test('patterns match whole paths', () => {
  for (const [pattern, matches, others] of cases) {
    const expression = globExpression(pattern);
    for (const path of matches) assert.ok(expression.test(path), `${pattern} should match ${path}`);
    for (const path of others) assert.ok(!expression.test(path), `${pattern} should not match ${path}`);
  }
});

test('a pattern without special characters matches itself alone', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !/[*?[{]/.test(text)),
      fc.string(),
      (text, other) => {
        assert.ok(globExpression(text).test(text));
        assert.equal(globExpression(text).test(other), other === text);
      },
    ),
  );
});
