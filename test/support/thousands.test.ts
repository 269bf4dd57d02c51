import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { thousands } from '../../src/support/thousands.ts';

test('digits stand in groups of three, and no zero ends a fraction', () => {
  assert.deepEqual([0, 999, 1000, 1234567, -1234].map((value) => thousands(value)), ['0', '999', '1,000', '1,234,567', '-1,234']); // biome-ignore format: one comparison
  assert.deepEqual([25.25, 1234.04, 7, 1999.96].map((value) => thousands(value, 1)), ['25.3', '1,234', '7', '2,000']); // biome-ignore format: one comparison
});

test('numbers are printed as the platform prints them in English', () => {
  // Eighths are exact, so that halves are halves to both.
  const value = fc.integer().chain((whole) => fc.constantFrom(whole, whole / 8));
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 3 }), (number, decimals) => {
      const expected = number.toLocaleString('en-US', { maximumFractionDigits: decimals });
      assert.equal(thousands(number, decimals), expected);
    }),
    { numRuns: 2000 },
  );
});
