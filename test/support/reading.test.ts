import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { fileBytes, firstBytes } from '../../src/support/file-bytes.ts';
import { parseDecimal } from '../../src/support/parse-decimal.ts';
import { quote } from '../../src/support/quote.ts';
import { splitLines } from '../../src/support/split-lines.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

async function bytesOf(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of fileBytes(path)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

test('a file is read whole, plain or gzip, smaller and larger than a chunk', async () => {
  const path = join(folder, 'file');
  for (const size of [0, 1, 2, 3, 1000, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1_000_000]) {
    const content = Buffer.alloc(size, 'some text, again and again\n');
    writeFileSync(path, content);
    assert.ok(content.equals(await bytesOf(path)), `${size}`);
    assert.deepEqual(await firstBytes(path, 6), content.subarray(0, 6));
    writeFileSync(path, gzipSync(content));
    assert.ok(content.equals(await bytesOf(path)), `gzip ${size}`);
  }
});

test('a reader may stop early', async () => {
  const path = join(folder, 'early');
  writeFileSync(path, gzipSync(Buffer.alloc(2_000_000, 'x')));
  for await (const chunk of fileBytes(path)) {
    assert.ok(chunk.length > 0);
    break;
  }
});

test('lines are the same however the bytes are cut', () => {
  const text = fc.array(fc.constantFrom('a', 'é', '\n', '\r\n', '\r', '', 'long line '), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (content, cut) => {
      const lines: string[] = [];
      const splitter = splitLines('file', (bytes, start, end, line) => {
        lines.push(bytes.toString('utf8', start, end));
        assert.equal(line, lines.length);
        assert.ok(bytes[end] === 10 || bytes[end] === 13);
      });
      const bytes = Buffer.from(content);
      for (let at = 0; at < bytes.length; at += cut) splitter.push(bytes.subarray(at, at + cut));
      splitter.end();
      const expected = content.split('\n').map((line) => line.replace(/\r$/, ''));
      if (content === '' || content.endsWith('\n')) expected.pop();
      assert.deepEqual(lines, expected);
    }),
  );
});

const parse = (text: string): number => parseDecimal(Buffer.from(text), 0, Buffer.byteLength(text));

test('decimals read as the engine reads them, to the last bit', () => {
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(doubles, fc.integer({ min: 0, max: 20 }), (value, digits) => {
      for (const text of [String(value), value.toExponential(digits), value.toPrecision(digits + 1)])
        assert.equal(parse(text), Number(text), text);
    }),
    { numRuns: 2000 },
  );
  const decimal = fc.stringMatching(/^[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?$/);
  fc.assert(
    fc.property(decimal, (text) => assert.equal(parse(text), Number(text), text)),
    { numRuns: 2000 },
  );
});

test('what is no decimal is no number', () => {
  for (const text of [
    '',
    '-',
    '+',
    '.',
    'e5',
    '1e',
    '1e+',
    '--1',
    '1 ',
    ' 1',
    '1,5',
    '0x10',
    'nan',
    'inf',
    'Infinity',
    '1_000',
    '1.2.3',
    '1e5.5',
    '１',
  ]) {
    assert.ok(Number.isNaN(parse(text)), text);
  }
  assert.equal(parse('1e999'), Number.POSITIVE_INFINITY);
  assert.equal(parse('-1e999999999999'), Number.NEGATIVE_INFINITY);
  assert.equal(parse('1e-999'), 0);
});

test('what a file says is quoted so that a terminal is safe from it', () => {
  assert.equal(quote('a "b"\n\u001b[31m\u009b'), '"a \\"b\\"\\n\\u001b[31m\\u009b"');
  assert.equal(quote('x'.repeat(100)), `"${'x'.repeat(60)}…"`);
  assert.equal(quote('abc', 2), '"ab…"');
});
