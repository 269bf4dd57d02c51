import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSnapshot } from '../../src/check/check-snapshot.ts';
import type { Outcome } from '../../src/check/verdict.ts';
import { xoshiro128 } from '../../src/evaluate/significance/xoshiro128.ts';
import { needsShared } from '../shared.ts';
import { noisyVersion, normals, shuffledTopics, swapTopics } from './damage.ts';
import { type RaderSplit, readRader, snapshotOfValues } from './rader.ts';

const samples = 999;
type Values = readonly Float64Array[];
type Place = Pick<RaderSplit, 'split' | 'topics'>;

function outcomes(places: readonly Place[], before: Values, now: Values): readonly Outcome[] {
  return checkSnapshot(snapshotOfValues(places, before), snapshotOfValues(places, now), { samples }).verdicts.map(({ verdict }) => verdict);
}

/** Three standard deviations above 5 % of so many checks. */
const mostAlarms = (checks: number): number => 0.05 * checks + 3 * Math.sqrt(0.05 * 0.95 * checks);

test('where nothing changed but for chance, at most one check in twenty raises an alarm over twelve splits together', () => {
  const normal = normals(xoshiro128(1));
  const places = Array.from({ length: 12 }, (_, at) => ({
    split: `s${at}`,
    topics: Array.from({ length: 20 + 5 * at }, (_, topic) => `t${100 + topic}`),
  }));
  // Differences as measures have them: many topics don't move, few move far.
  const version = (base: Values): Values =>
    base.map((values) => values.map((value) => (normal() > 0.5 ? Math.max(0, Math.min(1, value + 0.2 * normal())) : value)));
  const checks = 100;
  let alarms = 0;
  for (let at = 0; at < checks; at++) {
    const base = places.map(({ topics }) => Float64Array.from(topics, () => Math.abs(normal()) / 3));
    if (outcomes(places, version(base), version(base)).includes('regressed')) alarms++;
  }
  assert.ok(alarms <= mostAlarms(checks), `${alarms} of ${checks}`);
  assert.ok(alarms > 0, 'a check that never says anything is none');
});

test("RaDeR's published runs: no alarm against themselves, rarely one by chance, none missed where a fifth is shuffled", {
  skip: needsShared,
}, async () => {
  const rader = await readRader();
  assert.equal(
    rader.reduce((sum, { topics }) => sum + topics.length, 0),
    1384,
  );
  const published = rader.map(({ values }) => values);
  assert.ok(outcomes(rader, published, published).every((outcome) => outcome === 'unchanged'));

  const [one, other] = [noisyVersion(rader, 0.1, 1), noisyVersion(rader, 0.1, 2)];
  const checks = 60;
  const alarms = Array.from({ length: checks }, (_, at) => outcomes(rader, ...swapTopics(one, other, at))).filter((found) =>
    found.includes('regressed'),
  );
  assert.ok(alarms.length <= mostAlarms(checks), `${alarms.length} of ${checks}`);

  for (const seed of [1, 2, 3]) {
    const found = outcomes(rader, published, shuffledTopics(rader, 0.2, seed));
    assert.equal(found.at(-1), 'regressed');
    assert.ok(found.filter((outcome) => outcome === 'regressed').length > 6, found.join(' '));
    assert.equal(outcomes(rader, published, shuffledTopics(rader, 0.05, seed)).at(-1), 'regressed');
    assert.ok(!outcomes(rader, published, shuffledTopics(rader, 0.01, seed)).includes('improved'));
  }
});
