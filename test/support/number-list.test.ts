import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NumberList } from '../../src/support/number-list.ts';

test('keeps values over block borders, and gives them up in order', () => {
  const list = new NumberList();
  const count = (1 << 18) * 2 + 5;
  for (let i = 0; i < count; i++) list.push(i);
  assert.equal(list.length, count);
  const blocks = [...list.drain()];
  assert.deepEqual(
    blocks.map((block) => block.length),
    [1 << 18, 1 << 18, 5],
  );
  assert.equal(blocks[2]![4], count - 1);
  assert.equal(list.length, 0);
});

test('an empty list drains to nothing, and can be filled again', () => {
  const list = new NumberList();
  assert.deepEqual([...list.drain()], []);
  list.push(7);
  assert.deepEqual([...list.drain()], [Int32Array.of(7)]);
});
