import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHighestRoom } from '../../../src/retrieve/late-interaction/highest-room.ts';

test('the highest numbers of columns, whatever the width, also where the memory ends or had another matrix before', () => {
  const room = createHighestRoom();
  const number = fc.float({ noNaN: true });
  const matrices = fc.integer({ min: 1, max: 9 }).chain((columns) => fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 9 })); // biome-ignore format: one shape
  const check = (rows: readonly (readonly number[])[], from: number, to: number): void => {
    const matrix = room.matrix(rows.length, rows[0]!.length);
    matrix.set(rows.flat());
    const wanted = rows[0]!.map((_, column) => Math.max(...rows.slice(from, to).map((row) => row[column]!)));
    assert.deepEqual([...room.over(from, to)], wanted);
  };
  fc.assert(
    fc.property(matrices, fc.nat(), fc.nat(), (rows, first, count) => {
      const from = first % rows.length;
      check(rows, from, from + 1 + (count % (rows.length - from)));
    }),
  );
  // 65,536 bytes and more, so that other memory is taken.
  const wide = Array.from({ length: 3 }, (_, row) => Array.from({ length: 16_383 }, (_, column) => Math.fround(Math.sin(row + column))));
  check(wide, 0, 3);
  check([[1], [2]], 0, 2);
});
