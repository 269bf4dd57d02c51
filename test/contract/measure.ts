import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeRanking, packJudgments } from '../../src/evaluate/judge-ranking.ts';
import type { JudgedRanking } from '../../src/evaluate/judged-ranking.ts';
import { bindMeasure, type MeasureFamily, type MeasureParams } from '../../src/evaluate/measure.ts';
import { measureFamilies } from '../../src/evaluate/measures/registry.ts';
import { parseMeasures } from '../../src/evaluate/parse-measure.ts';
import { packRanking } from '../../src/run/packed-ranking.ts';

/** A small ranking with many ties: per document a score of 1 to 3, and a relevance or none; then judged documents that were not retrieved. */
const examples = fc.record({
  documents: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.option(fc.integer({ min: -1, max: 2 }))), { maxLength: 5 }),
  unseen: fc.array(fc.integer({ min: -1, max: 2 }), { maxLength: 3 }),
  scorePrecision: fc.constantFrom('float32' as const, 'float64' as const),
});
type Example = typeof examples extends fc.Arbitrary<infer Value> ? Value : never;

/** Documents in the given order, ties as they come; without ties where `spread`. */
function judge(
  { documents, unseen, scorePrecision }: Example,
  { order = documents.map((_, at) => at), spread = false } = {},
): JudgedRanking {
  const judged = new Map<string, number>(documents.flatMap(([, relevance], at) => (relevance === null ? [] : [[`d${at}`, relevance]])));
  for (const [at, relevance] of unseen.entries()) judged.set(`u${at}`, relevance);
  const scores = order.map((at, rank) => (spread ? -rank : documents[at]![0]));
  const ranking = packRanking({ ids: order.map((at) => `d${at}`), scores: Float64Array.from(scores) }, 'q');
  return judgeRanking(ranking, packJudgments(judged), { scorePrecision, ties: 'input' });
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const [at, item] of items.entries()) for (const rest of permutations(items.toSpliced(at, 1))) yield [item, ...rest];
}

function parametersOf(family: MeasureFamily): readonly Partial<MeasureParams>[] {
  const numbers: Record<MeasureFamily['at'], readonly Partial<MeasureParams>[]> = {
    nothing: [{}],
    cutoff: [{ cutoff: 1 }, { cutoff: 3 }, { cutoff: 100 }],
    'optional cutoff': [{}, { cutoff: 2 }],
    recall: [{ recall: 0 }, { recall: 0.55 }, { recall: 1 }],
  };
  return numbers[family.at].flatMap((number) => (family.takesRel ? [number, { ...number, rel: 2 }] : [number]));
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

/** What every measure must satisfy. Call it once per measure. */
export function testMeasure(family: MeasureFamily): void {
  const families = measureFamilies.includes(family) ? measureFamilies : [...measureFamilies, family];
  const measures = parametersOf(family).map((params) => bindMeasure(family, params));

  test(`${family.name}: says what it is, in words that a command line can hold`, () => {
    assert.match(family.name, /^[A-Za-z]+(?:[_-][A-Za-z]+)*$/);
    for (const alias of family.aliases) assert.match(alias, /^[a-z]+(?:[_-][a-z]+)*$/);
    assert.match(family.summary, /^.+\.$/s);
    assert.notEqual(family.source, '');
  });

  test(`${family.name}: its name is read back, under every alias`, () => {
    for (const { name } of measures) {
      assert.deepEqual(parseMeasures(name, { families }).map((measure) => measure.name), [name]); // biome-ignore format: one comparison
      for (const alias of family.aliases) {
        const written = name.replace(family.name, alias);
        assert.deepEqual(parseMeasures(written, { families }).map((measure) => measure.name), [name], written); // biome-ignore format: one comparison
      }
    }
  });

  test(`${family.name}: any ranking has a finite value, the same each time; a mean is of shares`, () => {
    fc.assert(
      fc.property(examples, (example) => {
        const judged = judge(example);
        const before = structuredClone(judged);
        for (const { name, value, expected, aggregation } of measures) {
          for (const compute of [value, expected ?? value]) {
            const found = compute(judged);
            assert.ok(Number.isFinite(found), `${name}: ${found}`);
            assert.equal(compute(judged), found);
            if (aggregation === 'mean' || aggregation === 'geometric-mean')
              assert.ok(found >= 0 && found <= 1 + 1e-12, `${name}: ${found}`);
          }
        }
        assert.deepEqual(judged, before, 'the ranking is left as it was');
      }),
      { numRuns: 300 },
    );
  });

  test(`${family.name}: what it expects over ties is the mean over all orders of tied documents`, () => {
    const exact = measures.filter(({ expected }) => expected !== undefined);
    fc.assert(
      fc.property(examples, (example) => {
        const untied = judge(example, { spread: true });
        const tied = judge(example);
        const orders = Array.from(permutations(example.documents.map((_, at) => at)), (order) => judge(example, { order }));
        for (const { name, value, expected } of exact) {
          assert.ok(near(expected!(untied), value(untied)), `${name} without ties: ${expected!(untied)} instead of ${value(untied)}`);
          const mean = orders.reduce((sum, order) => sum + value(order), 0) / orders.length;
          assert.ok(near(expected!(tied), mean), `${name}: ${expected!(tied)} instead of ${mean}`);
        }
      }),
      { numRuns: exact.length === 0 ? 1 : 40 },
    );
  });
}
