import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { absent, addPacked, createPackedMap, getPacked, hashPacked, type PackedMap } from '../../src/text/packed-map.ts';

const get = (map: PackedMap, key: string): number =>
  getPacked(map, hashPacked(surrounded(key), 2, key.length), surrounded(key), 2, key.length);

/** The key among other bytes, which must not matter. */
function surrounded(key: string): DataView {
  return new DataView(new Uint8Array([7, 7, ...Buffer.from(key, 'latin1'), ...Array<number>(14).fill(9)]).buffer);
}

test('keeps a hundred thousand keys apart', () => {
  const map = createPackedMap();
  for (let key = 0; key < 100_000; key++) {
    const text = `k${key}`;
    assert.equal(get(map, text), absent);
    addPacked(map, surrounded(text), 2, text.length, key);
  }
  for (let key = 0; key < 100_000; key++) assert.equal(get(map, `k${key}`), key);
  assert.equal(map.size, 100_000);
});

test('agrees with Map on any keys of one to twelve Latin-1 characters', () => {
  const character = fc.integer({ min: 1, max: 0xff }).map((code) => String.fromCharCode(code));
  const key = fc.oneof(
    fc.array(character, { minLength: 1, maxLength: 12 }).map((characters) => characters.join('')),
    fc.integer({ min: 1, max: 12 }).map((length) => 'a'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(key), (keys) => {
      const map = createPackedMap();
      const expected = new Map<string, number>();
      keys.forEach((text, value) => {
        assert.equal(get(map, text), expected.get(text) ?? absent);
        if (expected.has(text)) return;
        addPacked(map, surrounded(text), 2, text.length, value);
        expected.set(text, value);
      });
    }),
  );
});
