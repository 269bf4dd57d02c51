import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { packIds, unpackIds } from '../../src/run/packed-ids.ts';
import { selectIds } from '../../src/run/select-ids.ts';

const someIds = fc.array(fc.constantFrom('a', 'b b', 'ç', '😀', 'a longer one', '0'), { minLength: 1, maxLength: 8 });

test('ids picked from several lists are those picked, packed anew', () => {
  fc.assert(
    fc.property(fc.array(someIds, { minLength: 1, maxLength: 3 }), fc.array(fc.tuple(fc.nat(), fc.nat())), (lists, numbers) => {
      const picked = numbers.map(([list, position]) => [list % lists.length, position % lists[list % lists.length]!.length] as const);
      const selected = selectIds(
        lists.map((list) => packIds(list)!),
        { lists: Uint32Array.from(picked, ([list]) => list), positions: Uint32Array.from(picked, ([, position]) => position) },
      );
      const expected = picked.map(([list, position]) => lists[list]![position]!);
      assert.deepEqual(unpackIds(selected), expected);
      assert.deepEqual(selected, packIds(expected));
    }),
  );
});
