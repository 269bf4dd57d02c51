import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CheckOptions, checkSnapshot } from '../../src/check/check-snapshot.ts';
import { failLevels, failuresOf } from '../../src/check/failures.ts';
import { settle } from '../../src/check/packed-values.ts';
import { snapshotOf } from '../../src/check/snapshot.ts';
import { snapshotChanges, snapshotDisagreements } from '../../src/check/snapshot-disagreements.ts';
import type { Verdict } from '../../src/check/verdict.ts';
import { type SplitValues, snapshotWith, topicValues } from './snapshots.ts';

const one = (before: SplitValues['values'], now: SplitValues['values'], options?: CheckOptions): Verdict =>
  checkSnapshot(snapshotWith({ values: before }), snapshotWith({ values: now }), options).verdicts[0]!;
const base = topicValues(40, (topic) => 0.2 + 0.6 * ((topic * 7) % 10) * 0.1);
const shifted = (by: (topic: number) => number): SplitValues['values'] =>
  Object.fromEntries(Object.entries(base).map(([topic, value], at) => [topic, value + by(at)]));

test('identical runs are unchanged without a test, on any number of topics', () => {
  for (const count of [1, 2, 40]) {
    const values = topicValues(count, (topic) => topic / 100);
    const result = checkSnapshot(snapshotWith({ values }), snapshotWith({ values }));
    assert.equal(result.tested, 0);
    const [{ verdict, delta, pCorrected, evidence, losses }] = result.verdicts as [Verdict];
    assert.deepEqual([verdict, delta, pCorrected, losses], ['unchanged', 0, null, []]);
    assert.deepEqual(evidence, { delta: 0, gained: 0, lost: 0, alike: count, p: 1, pEquivalent: 0, interval: { low: 0, high: 0 } });
  }
});

test('a difference of a millionth is rounding', () => {
  assert.equal(
    one(
      base,
      shifted((topic) => (topic % 2) * 1e-6),
    ).pCorrected,
    null,
  );
  assert.notEqual(
    one(
      base,
      shifted((topic) => (topic % 2) * 2e-6),
    ).pCorrected,
    null,
  );
});

test('a broad loss is a regression, with the topics that lost most; a broad gain an improvement', () => {
  const worse = one(
    base,
    shifted((topic) => -0.05 - topic / 1000),
  );
  assert.equal(worse.verdict, 'regressed');
  assert.ok(worse.pCorrected! < 1e-4);
  assert.ok(Math.abs(worse.delta! - (worse.measured! - worse.expected!)) < 1e-5);
  assert.equal(worse.losses.length, 10);
  assert.deepEqual(
    worse.losses.slice(0, 2).map(({ topic }) => topic),
    ['t39', 't38'],
  );
  assert.equal(settle(worse.losses[0]!.delta), -0.089);
  assert.equal(
    one(
      base,
      shifted(() => 0.05),
    ).verdict,
    'improved',
  );
});

test('a loss that is sure but smaller than what matters is no regression', () => {
  const { verdict, pCorrected } = one(
    base,
    shifted((topic) => -0.001 - topic / 1e5),
  );
  assert.equal(verdict, 'unchanged');
  assert.ok(pCorrected! < 1e-4);
  assert.equal(
    one(
      base,
      shifted((topic) => -0.001 - topic / 1e5),
      { minEffect: 0.001 },
    ).verdict,
    'regressed',
  );
});

test('a loss on a few topics is inconclusive, and says how far it may go', () => {
  const { verdict, evidence, losses } = one(
    base,
    shifted((topic) => (topic < 2 ? -0.2 : 0)),
  );
  assert.equal(verdict, 'inconclusive');
  assert.deepEqual([evidence!.lost, evidence!.gained, evidence!.alike, losses.length], [2, 0, 38, 2]);
  assert.equal(evidence!.p, 0.25);
  assert.ok(evidence!.interval!.low < -0.01 && evidence!.interval!.high > 0);
});

test('one topic that changed shows nothing', () => {
  const { verdict, evidence } = one({ t: 0.5 }, { t: 0.1 });
  assert.equal(verdict, 'inconclusive');
  assert.equal(evidence!.interval, null);
  assert.equal(one({ t: 0.5 }, { t: 0.1 }, { test: 't' }).verdict, 'inconclusive');
});

test('all differences alike, all values 0: no NaN anywhere', () => {
  const zero = topicValues(20, () => 0);
  for (const test of ['t', 'randomization'] as const) {
    for (const [before, now, expected] of [
      [zero, topicValues(20, () => 0.1), 'improved'],
      [topicValues(20, () => 0.1), zero, 'regressed'],
      [zero, zero, 'unchanged'],
      [topicValues(3, () => 0.1), topicValues(3, () => 0), 'inconclusive'],
    ] as const) {
      const verdict = one(before, now, { test });
      assert.equal(verdict.verdict, expected);
      assert.doesNotMatch(JSON.stringify(verdict), /NaN|Infinity/);
      assert.ok([verdict.delta, verdict.evidence!.p, verdict.evidence!.pEquivalent].every(Number.isFinite));
    }
  }
});

test('damage that no split shows alone shows in the average over them', () => {
  const splits = Array.from({ length: 10 }, (_, at) => `s${at}`);
  const before = snapshotWith(...splits.map((split) => ({ split, values: base })));
  const now = snapshotWith(...splits.map((split) => ({ split, values: shifted((topic) => (topic < 3 ? -0.2 : 0)) })));
  const { verdicts, tested } = checkSnapshot(before, now);
  assert.equal(tested, 11);
  const byPlace = new Map(verdicts.map((verdict) => [verdict.split, verdict]));
  assert.ok(splits.every((split) => byPlace.get(split)!.verdict === 'inconclusive'));
  const average = byPlace.get(null)!;
  assert.equal(average.verdict, 'regressed');
  assert.deepEqual([average.topics, average.evidence!.lost, average.losses.length], [400, 30, 0]);
  assert.ok(Math.abs(average.delta! + 0.015) < 1e-9);
});

test('the average counts every split alike, however many topics it has', () => {
  const before = snapshotWith({ split: 'small', values: { a: 0.5, b: 0.7 } }, { split: 'large', values: base });
  const now = snapshotWith({ split: 'small', values: { a: 0.4, b: 0.4 } }, { split: 'large', values: shifted(() => 0.01) });
  const average = checkSnapshot(before, now).verdicts.find(({ split }) => split === null)!;
  assert.ok(Math.abs(average.delta! - (-0.2 + 0.01) / 2) < 1e-6);
  assert.ok(Math.abs(average.measured! - average.expected! - average.delta!) < 1e-6);
});

test('p-values are corrected over what changed, and only over that', () => {
  const worse = shifted((topic) => (topic < 7 ? -0.2 : 0));
  const twelve = (changed: number): readonly SplitValues[] =>
    Array.from({ length: 12 }, (_, at) => ({ split: `s${String(at).padStart(2, '0')}`, values: at < changed ? worse : base }));
  const before = snapshotWith(...twelve(0));
  const alone = checkSnapshot(before, snapshotWith(...twelve(1)));
  assert.equal(alone.tested, 2);
  // Seven signs that agree are worth 1/128; twice that, for the split and the average.
  assert.equal(alone.verdicts[0]!.pCorrected, 2 / 128);
  assert.equal(alone.verdicts[0]!.verdict, 'regressed');
  const all = checkSnapshot(before, snapshotWith(...twelve(12)), { correction: 'bonferroni' });
  assert.equal(all.verdicts[0]!.pCorrected, 13 / 128);
  assert.equal(all.verdicts[0]!.verdict, 'inconclusive');
});

test('what repeated runs differ by is no regression: a shift of all topics together has to stand out of it', () => {
  const values = shifted((topic) => -0.02 - topic / 1e4);
  const repeats = [0.45, 0.47, 0.49];
  const quiet = checkSnapshot(snapshotWith({ values: base }), snapshotWith({ values }));
  const noisy = checkSnapshot(snapshotWith({ values: base, score: { repeats } }), snapshotWith({ values }));
  assert.equal(quiet.verdicts[0]!.verdict, 'regressed');
  assert.equal(noisy.verdicts[0]!.verdict, 'inconclusive');
  const steady = checkSnapshot(snapshotWith({ values: base, score: { repeats: [0.47, 0.47, 0.47] } }), snapshotWith({ values }));
  assert.equal(steady.verdicts[0]!.verdict, 'regressed');
});

test('new splits and systems are told as new, what is gone as missing; the rest is checked', () => {
  const before = snapshotWith(
    { split: 'one', values: base },
    { split: 'two', values: base },
    { split: 'one', system: 'old', values: base },
  );
  const now = snapshotWith(
    { split: 'one', values: base },
    { split: 'three', values: base },
    { split: 'one', system: 'fresh', values: base },
  );
  const found = checkSnapshot(before, now).verdicts.map(({ system, split, verdict }) => `${system} ${split} ${verdict}`);
  assert.deepEqual(found.sort(), ['fresh one new', 'old one missing', 'x one unchanged', 'x three new', 'x two missing']);
  assert.deepEqual(snapshotDisagreements(before, now), [
    'b:two is in the baseline, and there is no run on it',
    'old on b:one is in the baseline, and there is no run of it',
  ]);
});

test('what does not belong together is said with both values', () => {
  const values = topicValues(3, () => 0.5);
  const before = snapshotWith({ values });
  const against = (changed: Partial<SplitValues>): readonly string[] => snapshotDisagreements(before, snapshotWith({ values, ...changed }));
  const facts = (changed: SplitValues['facts']): readonly string[] => against({ facts: changed! });
  assert.deepEqual(against({}), []);
  assert.match(
    facts({ dataset: { repo: 'org/b', commit: '2'.repeat(40) } })[0]!,
    /b:s: the dataset commit: 1{40} in the baseline, 2{40} now/,
  );
  assert.match(facts({ dataset: { repo: 'org/c', commit: '1'.repeat(40) } })[0]!, /the dataset: org\/b in the baseline, org\/c now/);
  assert.match(
    facts({ files: [{ path: 'documents.jsonl', hash: `sha256:${'c'.repeat(64)}` }] })[0]!,
    /the file documents.jsonl: sha256:b{12} in/,
  );
  assert.match(facts({ qrels: { variant: 'fixed', hash: 'd'.repeat(64) } })[0]!, /which judgments: original in the baseline, fixed now/);
  assert.match(facts({ qrels: { variant: 'original', hash: 'd'.repeat(64) } })[0]!, /the judgments: a{12} in the baseline, d{12} now/);
  assert.match(
    against({ values: { t00: 0.5, t01: 0.5, new: 0.5 } })[0]!,
    /the judged topics differ: 3 in the baseline, 3 now; gone: 1, such as "t02"; come: 1, such as "new"/,
  );
  assert.match(against({ measure: 'R@10' })[0]!, /nDCG@10 is in the baseline, and isn't measured/);
  assert.match(against({ score: { missing: ['t01'] } })[0]!, /no ranking for 1 topics that had one in the baseline, such as "t01"/);
  assert.deepEqual(facts({ dataset: null, files: [] }), [], 'what is not known is not held against a run');
  assert.deepEqual(snapshotChanges(before, snapshotWith({ values, score: { protocol: 'q', queries: null } })), [
    'x on b:s: the protocol: p in the baseline, q now',
  ]);
});

test('topics that only one has are left out when a check is forced', () => {
  const { topics, delta, verdict } = one({ a: 0.5, b: 0.5, c: 0.1 }, { b: 0.5, c: 0.1, d: 0.9 });
  assert.deepEqual([topics, delta, verdict], [2, 0, 'unchanged']);
  assert.equal(one({ a: 0.5 }, { b: 0.5 }).verdict, 'missing');
});

test('what fails a check at each level', () => {
  const cases: readonly (readonly [SplitValues['values'], string])[] = [
    [shifted(() => -0.1), 'regression inconclusive change'],
    [shifted((topic) => (topic < 2 ? -0.2 : 0)), 'inconclusive change'],
    [shifted((topic) => (topic < 2 ? -0.001 : 0)), 'change'],
    [shifted(() => 0.1), 'change'],
    [base, ''],
  ];
  for (const [now, expected] of cases) {
    const result = checkSnapshot(snapshotWith({ values: base }), snapshotWith({ values: now }));
    assert.equal(failLevels.filter((level) => failuresOf(result, level).length > 0).join(' '), expected);
  }
});

test('the order of splits, systems and scores changes nothing', () => {
  const cell = fc.record({
    split: fc.constantFrom('one', 'two', 'three'),
    system: fc.constantFrom('x', 'y'),
    values: fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 })
      .map((list) => topicValues(8, (topic) => list[topic]!)),
  });
  const cells = fc.uniqueArray(cell, { minLength: 1, selector: ({ split, system }) => `${split} ${system}` });
  fc.assert(
    fc.property(cells, cells, fc.integer(), (before, now, turn) => {
      const rotate = <Item>(items: readonly Item[]): readonly Item[] => [
        ...items.slice(turn % items.length),
        ...items.slice(0, turn % items.length),
      ];
      const result = checkSnapshot(snapshotWith(...before), snapshotWith(...now));
      assert.deepEqual(checkSnapshot(snapshotWith(...rotate(before)), snapshotWith(...rotate(now))), result);
      assert.doesNotMatch(JSON.stringify(result), /NaN/);
      const { splits, scores, scoring } = snapshotWith(...now);
      assert.deepEqual(snapshotOf({ scoring, splits: rotate(splits), scores: rotate(scores) }), snapshotWith(...now));
    }),
    { numRuns: 60 },
  );
});
