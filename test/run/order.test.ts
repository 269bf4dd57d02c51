import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { orderRanking, sortRanking } from '../../src/run/order.ts';
import { compareIds, packIds } from '../../src/run/packed-ids.ts';
import { packRanking } from '../../src/run/packed-ranking.ts';
import { compareUtf8 } from '../../src/support/compare-utf8.ts';

const byBytes = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
/** Text with every kind of character, half surrogate pairs left out. */
const text = fc.string({ unit: 'binary', maxLength: 6 });

test('texts compare by their UTF-8 bytes, not by UTF-16 units', () => {
  // U+FF5E, three bytes from EF; U+1F600, four bytes from F0, but a surrogate D83D in UTF-16.
  assert.ok('～' > '😀');
  assert.ok(compareUtf8('～', '😀') < 0);
  assert.ok(compareUtf8('a', 'ab') < 0);
  assert.equal(compareUtf8('é', 'é'), 0);
  fc.assert(fc.property(text, text, (a, b) => assert.equal(Math.sign(compareUtf8(a, b)), byBytes(a, b))));
});

test('packed ids compare by their bytes', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      fc.pre(!`${a}${b}`.includes('\0'));
      assert.equal(Math.sign(compareIds(packIds([a, b])!, 0, 1)), byBytes(a, b));
    }),
  );
});

test('ties go to the greater id by bytes', () => {
  const ids = ['a', '～', '😀', 'ab', 'Z', 'é'];
  const sorted = sortRanking({ ids, scores: new Float64Array(6).fill(1) });
  assert.deepEqual(sorted.ids, ['😀', '～', 'é', 'ab', 'a', 'Z']);
  assert.deepEqual(sortRanking({ ids, scores: new Float64Array(6).fill(1) }, { ties: 'input' }).ids, ids);
});

test('scores compare as float32 unless told otherwise', () => {
  const near = { ids: ['a', 'b'], scores: Float64Array.of(0.3, 0.3 - 1e-12) };
  assert.deepEqual(sortRanking(near).ids, ['b', 'a']);
  assert.deepEqual(sortRanking(near, { scorePrecision: 'float64' }).ids, ['a', 'b']);
  assert.deepEqual(sortRanking({ ids: ['a', 'b'], scores: Float64Array.of(0, -0) }, { scorePrecision: 'float64' }).ids, ['b', 'a']);
});

const ranking = fc
  .uniqueArray(
    fc.tuple(
      fc.string({ minLength: 1, maxLength: 4 }),
      fc.constantFrom(-1, -0, 0, 0.1, 0.1 + 1e-12, 1, 2, 1e300, 2e300, Number.NEGATIVE_INFINITY),
    ),
    {
      selector: ([id]) => id,
      maxLength: 60,
    },
  )
  .filter((rows) => rows.every(([id]) => !id.includes('\0')));

test('the order is that of a plain sort with trec_eval’s comparison', () => {
  fc.assert(
    fc.property(ranking, fc.constantFrom('float32' as const, 'float64' as const), (rows, scorePrecision) => {
      const key = (score: number): number => (scorePrecision === 'float32' ? Math.fround(score) : score);
      const expected = rows.toSorted(([a, x], [b, y]) => (key(x) > key(y) ? -1 : key(x) < key(y) ? 1 : byBytes(b, a))).map(([id]) => id);
      const scores = Float64Array.from(rows, ([, score]) => score);
      const ids = rows.map(([id]) => id);
      assert.deepEqual(sortRanking({ ids, scores }, { scorePrecision }).ids, expected);

      const { documents, groups } = orderRanking(packRanking({ ids, scores }, 'q'), { scorePrecision });
      assert.equal(groups.at(-1), rows.length);
      for (let group = 0; group + 1 < groups.length; group++) {
        const keys = Array.from(documents.subarray(groups[group], groups[group + 1]), (document) => key(scores[document]!));
        assert.ok(keys.every((value) => value === keys[0]));
      }
    }),
  );
});

test('a long ranking in the worst order is sorted as well, ties in their order', () => {
  const count = 5000;
  const scores = Float64Array.from({ length: count }, (_, at) => Math.floor(at / 2));
  const sorted = sortRanking({ ids: Array.from(scores, (_, at) => `d${at}`), scores }, { ties: 'input' });
  assert.equal(sorted.ids[0], 'd4998');
  assert.equal(sorted.ids[1], 'd4999');
  assert.equal(sorted.ids.at(-1), 'd1');
});
