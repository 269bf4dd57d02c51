import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BrightlineError } from '../../src/errors.ts';
import { type JsonVisitor, scanJson } from '../../src/support/scan-json.ts';

/** Builds the value again from what the visitor is told. */
function builder(): { visitor: JsonVisitor; value: () => unknown } {
  const open: { list: unknown[]; kind: 'object' | 'array' }[] = [{ list: [], kind: 'array' }];
  const add = (value: unknown): void => void open.at(-1)!.list.push(value);
  const text = (bytes: Buffer, start: number, end: number): void => add(bytes.toString('utf8', start, end));
  const visitor: JsonVisitor = {
    open: (kind) => void open.push({ list: [], kind }),
    close(kind) {
      const { list } = open.pop()!;
      const pairs = (): [unknown, unknown][] => Array.from({ length: list.length / 2 }, (_, at) => [list[2 * at], list[2 * at + 1]]);
      add(kind === 'array' ? list : Object.fromEntries(pairs()));
    },
    key: text,
    text,
    number: add,
    word: (word) => add(JSON.parse(word)),
  };
  return { visitor, value: () => open[0]!.list[0] };
}

function scan(text: string, cut: number): unknown {
  const { visitor, value } = builder();
  const scanner = scanJson('file', visitor);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += cut) scanner.push(bytes.subarray(at, at + cut));
  scanner.end();
  return value();
}

const json = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' });

test('any JSON, however it is cut into chunks, is what JSON.parse makes of it', () => {
  fc.assert(
    fc.property(json, fc.integer({ min: 1, max: 50 }), fc.constantFrom(0, 2), (value, cut, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.deepEqual(scan(text, cut), JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test('texts are accepted and refused as JSON.parse does', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '1',
    '-',
    '.5',
    '1.5',
    '01',
    '1e5',
    'e',
    'true',
    'nul',
    ' ',
    '\n',
    '"\\u00e9"',
    '"\\x"',
    '"',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      let parsed: unknown;
      let refused = false;
      try {
        parsed = JSON.parse(text);
      } catch {
        refused = true;
      }
      try {
        const value = scan(text, 3);
        assert.equal(refused, false, `read ${text}`);
        assert.deepEqual(value, parsed);
      } catch (error) {
        if (!(error instanceof BrightlineError)) throw error;
        assert.equal(refused, true, `refused ${text}: ${error.message}`);
      }
    }),
    { numRuns: 3000 },
  );
});

test('errors name line and column, chunk by chunk alike', () => {
  for (const cut of [1, 2, 3, 7, 100]) {
    assert.throws(
      () => scan('{\n  "a": 1,\n  "b": oops\n}', cut),
      /^BrightlineError: file:3:8: is not JSON: expected a value, found "oops/,
    );
    assert.throws(() => scan('{"a": 1', cut), /^BrightlineError: file:1:8: the JSON breaks off: expected the end of the object/);
  }
});

test('a name longer than any id is refused before it fills the memory', () => {
  const scanner = scanJson('file', builder().visitor);
  scanner.push(Buffer.from('{"'));
  const chunk = Buffer.alloc(1 << 18, 'a');
  assert.throws(() => {
    for (let i = 0; i < 100; i++) scanner.push(chunk);
  }, /more than 1048576 bytes/);
});
