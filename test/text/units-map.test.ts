import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { absent } from '../../src/text/packed-map.ts';
import { addUnits, createUnitsMap, getUnits, hashUnits } from '../../src/text/units-map.ts';

const unitsOf = (text: string): Uint16Array => Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

test('keeps a hundred thousand keys apart', () => {
  const map = createUnitsMap();
  const all = unitsOf(Array.from({ length: 100_000 }, (_, key) => `w${key}`).join(' '));
  const visit = (see: (start: number, end: number, key: number) => void): void => {
    let start = 0;
    for (let key = 0; start < all.length; key++) {
      const end = start + 1 + String(key).length;
      see(start, end, key);
      start = end + 1;
    }
  };
  visit((start, end, key) => {
    const hash = hashUnits(all, start, end);
    assert.equal(getUnits(map, all, start, end, hash), absent);
    addUnits(map, all, start, end, hash, key);
  });
  visit((start, end, key) => assert.equal(getUnits(map, all, start, end, hashUnits(all, start, end)), key));
  assert.equal(map.size, 100_000);
});

test('agrees with Map on any keys, even where all hashes collide', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 5 })), fc.boolean(), (keys, collide) => {
      const map = createUnitsMap();
      const expected = new Map<string, number>();
      keys.forEach((key, value) => {
        const units = unitsOf(key);
        const hash = collide ? 1 : hashUnits(units, 0, units.length);
        assert.equal(getUnits(map, units, 0, units.length, hash), expected.get(key) ?? absent);
        if (expected.has(key)) return;
        addUnits(map, units, 0, units.length, hash, value);
        expected.set(key, value);
      });
      assert.equal(map.size, expected.size);
    }),
  );
});

test('takes a key that is longer than the pool', () => {
  const map = createUnitsMap();
  const units = unitsOf('x'.repeat(100_000));
  const hash = hashUnits(units, 0, units.length);
  addUnits(map, units, 0, units.length, hash, 7);
  assert.equal(getUnits(map, units, 0, units.length, hash), 7);
});
