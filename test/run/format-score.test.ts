import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatFloat32, scoreFormatter } from '../../src/run/format-score.ts';

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

/** How many significant digits a decimal shows. */
const digitsOf = (text: string): number => text.replace(/e.*/, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;

test('a float32 reads back to itself from as few digits as can be', () => {
  fc.assert(
    fc.property(float32, (score) => {
      const text = formatFloat32(score);
      assert.equal(Math.fround(Number(text)), score === 0 ? 0 : score);
      let shortest = 1;
      while (Math.fround(Number(score.toPrecision(shortest))) !== score) shortest++;
      assert.ok(digitsOf(text) <= shortest, `${text} has more digits than ${score.toPrecision(shortest)}`);
    }),
    { numRuns: 3000 },
  );
});

test('familiar numbers stay what they are', () => {
  const written = [0.1, 0.5, 12.25, 1 / 3, 1e-7, 123456789, 16777216, 1e21, -0.6, 0].map((score) => formatFloat32(Math.fround(score)));
  assert.deepEqual(written, ['0.1', '0.5', '12.25', '0.33333334', '1e-7', '123456790', '16777216', '1e+21', '-0.6', '0']);
});

test('one score that is no float32 makes the whole ranking print doubles', () => {
  const format = scoreFormatter(Float64Array.of(Math.fround(0.1), 0.1));
  assert.deepEqual([Math.fround(0.1), 0.1].map(format), ['0.10000000149011612', '0.1']);
});

test('what is written keeps the order and reads back', () => {
  const scores = fc.oneof(fc.array(float32), fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })));
  fc.assert(
    fc.property(scores, (list) => {
      const sorted = Float64Array.from(list).sort();
      const read = Array.from(sorted, scoreFormatter(sorted)).map(Number);
      const asFloat32 = sorted.every((score) => Math.fround(score) === score);
      for (const [at, score] of sorted.entries()) {
        assert.equal((asFloat32 ? Math.fround(read[at]!) : read[at]!) + 0, score + 0);
        if (at > 0) assert.equal(read[at - 1]! < read[at]!, sorted[at - 1]! < score);
      }
    }),
  );
});
