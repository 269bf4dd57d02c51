import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { VarintList } from '../../src/support/varint-list.ts';

function unpack(blocks: Iterable<Uint8Array>): number[] {
  const values: number[] = [];
  for (const block of blocks) {
    for (let at = 0; at < block.length; ) {
      let value = 0;
      for (let factor = 1; ; factor *= 128) {
        const byte = block[at++]!;
        value += (byte & 0x7f) * factor;
        if (byte < 0x80) break;
      }
      values.push(value);
    }
  }
  return values;
}

test('numbers come back in order, whatever their size', () => {
  const number = fc.oneof(fc.nat(200), fc.nat(), fc.constantFrom(0, 127, 128, 16_383, 16_384, 2 ** 28, 2 ** 31, 2 ** 32 - 1));
  fc.assert(
    fc.property(fc.array(number), (numbers) => {
      const list = new VarintList();
      for (const value of numbers) list.push(value);
      assert.deepEqual(unpack(list.drain()), numbers);
      assert.deepEqual([...list.drain()], []);
      list.push(7);
      assert.deepEqual(unpack(list.drain()), [7]);
    }),
  );
});

test('no number lies over the border of two blocks', () => {
  const list = new VarintList();
  const count = 700_000;
  for (let at = 0; at < count; at++) list.push(at * 6_000);
  const blocks = [...list.drain()];
  assert.ok(blocks.length > 2);
  for (const block of blocks) assert.ok(block.at(-1)! < 0x80);
  const values = unpack(blocks);
  assert.equal(values.length, count);
  assert.ok(values.every((value, at) => value === at * 6_000));
});
