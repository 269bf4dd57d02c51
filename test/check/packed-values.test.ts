import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSettledAlike, packValues, settle, unpackValues } from '../../src/check/packed-values.ts';

test('values come back to the millionth, whatever their sign and size', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true })), (values) => {
      const settled = Float64Array.from(values, settle);
      const back = unpackValues(packValues(settled), settled.length);
      for (const [at, value] of settled.entries())
        assert.ok(Math.abs(back[at]! - value) <= 1e-6 * Math.max(1e-6, Math.abs(value)), `${value}`);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
      const settled = Float64Array.from(values, settle);
      assert.deepEqual(unpackValues(packValues(settled), settled.length), settled);
      assert.ok(packValues(settled).length <= 4 * settled.length);
    }),
  );
});

test('the text is what it always was', () => {
  assert.equal(packValues(Float64Array.of(0, 1, 0.5, 0.000001, -0.000001, -1)), 'AICJesCEPQIB/4h6');
});

test('what is rounding is told from what is a difference', () => {
  assert.ok(isSettledAlike(0.3, 0.300001));
  assert.ok(!isSettledAlike(0.3, 0.300002));
});

test('a text that holds no such list is refused', () => {
  const text = packValues(Float64Array.of(0.5, 0.25));
  assert.throws(() => unpackValues(text, 3), /holds 2 values for 3 topics/);
  assert.throws(() => unpackValues(text.slice(0, -4), 2), /breaks off within value|holds/);
  assert.throws(() => unpackValues('gA==', 1), /breaks off within value 0/);
  assert.throws(() => unpackValues('no base64!', 1), /is not base64/);
  assert.throws(() => unpackValues(Buffer.alloc(12, 0xff).toString('base64'), 1), /out of range/);
  assert.throws(() => packValues(Float64Array.of(Number.NaN)), /value 0 is NaN/);
});
