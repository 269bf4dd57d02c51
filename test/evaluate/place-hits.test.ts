import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeHits } from '../../src/evaluate/place-hits.ts';
import { orderRanking } from '../../src/run/order.ts';
import { packRanking } from '../../src/run/packed-ranking.ts';

/** Scores with ties and near-ties, falling or as they come; and which documents are judged. */
const examples = fc.record({
  scores: fc.array(fc.constantFrom(1, 1 + 1e-12, 0.5, 0, -3), { minLength: 1, maxLength: 60 }),
  falling: fc.boolean(),
  judged: fc.infiniteStream(fc.boolean()),
  options: fc.record({ scorePrecision: fc.constantFrom('float32' as const, 'float64' as const), ties: fc.constantFrom('trec' as const, 'input' as const) }), // biome-ignore format: one value
});

test('hits stand where the whole ranking, put in order, has them', () => {
  fc.assert(
    fc.property(examples, ({ scores, falling, judged, options }) => {
      const inOrder = falling ? scores.toSorted((a, b) => b - a) : scores;
      // Ids whose order by bytes is not that of the source.
      const ranking = packRanking({ ids: inOrder.map((_, at) => `d${(at * 37) % 61}`), scores: Float64Array.from(inOrder) }, 'q');
      const hits = Uint32Array.from(inOrder.keys()).filter(() => judged.next().value);
      const { documents, groups } = orderRanking(ranking, options);
      const expected = Array.from(documents, (document, at) => {
        const group = groups.findLastIndex((start) => start <= at);
        return { rank: at + 1, place: hits.indexOf(document), first: groups[group]! + 1, last: groups[group + 1]! };
      }).filter(({ place }) => place >= 0);
      const { ranks, places, tieFirst, tieLast } = placeHits(ranking, hits, options);
      const placed = Array.from(ranks, (rank, at) => ({ rank, place: places[at]!, first: tieFirst[at]!, last: tieLast[at]! }));
      assert.deepEqual(placed, expected);
    }),
    { numRuns: 500 },
  );
});

test('one large group of equal scores is placed all the same', () => {
  const ids = Array.from({ length: 3000 }, (_, at) => `d${at}`);
  const ranking = packRanking({ ids, scores: new Float64Array(3000) }, 'q');
  const hits = Uint32Array.from({ length: 1500 }, (_, at) => 2 * at);
  const { ranks, places, tieLast } = placeHits(ranking, hits, {});
  const order = ids.toSorted().reverse();
  assert.deepEqual(Array.from(ranks, (rank) => order[rank - 1]), Array.from(places, (place) => ids[hits[place]!])); // biome-ignore format: one comparison
  assert.ok(tieLast.every((last) => last === 3000));
});
