import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeUtf8Fault, utf8Fault } from '../../src/support/utf8-fault.ts';

test('what is UTF-8 has no fault, and any other bytes have it where the longest prefix of whole characters ends', () => {
  const texts = fc.string({ unit: 'binary' }).map((text) => Buffer.from(text));
  fc.assert(
    fc.property(texts, fc.uint8Array({ maxLength: 6 }), texts, (before, middle, after) => {
      const bytes = Buffer.concat([before, middle, after]);
      const fault = utf8Fault(bytes);
      if (isUtf8(bytes)) assert.equal(fault, bytes.length);
      else {
        assert.ok(isUtf8(bytes.subarray(0, fault)));
        for (let length = 1; length <= 4; length++)
          assert.ok(fault + length > bytes.length || !isUtf8(bytes.subarray(fault, fault + length)));
      }
    }),
    { numRuns: 500 },
  );
});

test('a fault is described by its byte, counted from 1', () => {
  assert.equal(describeUtf8Fault(Buffer.from([0x61, 0xc3, 0xa9, 0xff, 0x62])), 'not UTF-8: byte 4 of 5 is 0xff');
  assert.equal(describeUtf8Fault(Buffer.from([0x61, 0xe2, 0x82])), 'not UTF-8: byte 2 of 3 is 0xe2');
});
