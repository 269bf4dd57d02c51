/**
 * How often `brightline check` raises an alarm that it shouldn't, and how often one that it should: on RaDeR's published runs on BRIGHT, 12 splits and 1,384
 * topics, nDCG@10.
 *
 *     npm run build && node dist/test/bench/check-rates.js [CHECKS]
 *
 * Needs the reference data beside the project. Everything is drawn from seeds: the figures are the same at each run. CHECKS (default 1,000) are made for each line.
 *
 * False alarms, where nothing got worse. `swaps`: two versions of the system with noise on their scores (sd 0.1; they differ on most topics), their values exchanged topic
 * by topic by a fair coin. `versions`: two such versions as they are. `runs`: all topics of a run move together by chance, as where a whole index is built by
 * chance, which no test over topics can see and repeated runs can.
 *
 * Detection, where a share of topics, drawn over all splits, has its rankings shuffled.
 */
import { type CheckOptions, checkSnapshot } from '../../src/check/check-snapshot.ts';
import type { CheckResult } from '../../src/check/verdict.ts';
import { xoshiro128 } from '../../src/evaluate/significance/xoshiro128.ts';
import { noisyVersion, normals, shuffledTopics, swapTopics } from '../check/damage.ts';
import { type RaderSplit, readRader, snapshotOfValues } from '../check/rader.ts';

const checks = Number(process.argv[2] ?? 1000);
const samples = 9_999;
const rader = await readRader();
const say = (line: string): unknown => process.stdout.write(`${line}\n`);
type Values = readonly Float64Array[];

/** Of all checks, how many found a regression anywhere, in a split, in the average; and the mean number of cells by verdict. */
interface Rates {
  readonly any: number;
  readonly average: number;
  readonly regressed: number;
  readonly improved: number;
  readonly inconclusive: number;
  readonly unchanged: number;
  readonly delta: number;
}

function ratesOf(results: readonly CheckResult[]): Rates {
  const share = (isSo: (result: CheckResult) => boolean): number => results.filter(isSo).length / results.length;
  const cells = (outcome: string): number =>
    results.reduce((sum, { verdicts }) => sum + verdicts.filter(({ verdict, split }) => verdict === outcome && split !== null).length, 0) /
    results.length;
  const average = (result: CheckResult) => result.verdicts.find(({ split }) => split === null)!;
  return {
    any: share(({ verdicts }) => verdicts.some(({ verdict }) => verdict === 'regressed')),
    average: share((result) => average(result).verdict === 'regressed'),
    regressed: cells('regressed'),
    improved: cells('improved'),
    inconclusive: cells('inconclusive'),
    unchanged: cells('unchanged'),
    delta: results.reduce((sum, result) => sum + average(result).delta!, 0) / results.length,
  };
}

function line(name: string, rates: Rates): string {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`.padStart(8);
  const count = (value: number): string => value.toFixed(2).padStart(7);
  const { any, average, regressed, improved, inconclusive, unchanged, delta } = rates;
  return `${name.padEnd(58)}${percent(any)}${percent(average)}${[regressed, improved, inconclusive, unchanged].map(count).join('')}${(100 * delta).toFixed(2).padStart(8)}`;
}

const check = (before: Values, now: Values, options: CheckOptions): CheckResult =>
  checkSnapshot(snapshotOfValues(rader, before), snapshotOfValues(rader, now), { samples, ...options });

function head(title: string): void {
  say(`\n${title}, ${checks} checks a line`);
  say(
    `${''.padEnd(58)}${'alarm'.padStart(8)}${'average'.padStart(8)}${['regr.', 'impr.', 'inconcl', 'unchgd'].map((text) => text.padStart(7)).join('')}${'delta'.padStart(8)}`,
  );
}

const versions = Array.from({ length: 100 }, (_, at) => noisyVersion(rader, 0.1, 1000 + at));
const swaps = Array.from({ length: checks }, (_, at) => swapTopics(versions[(2 * at) % 100]!, versions[(2 * at + 1) % 100]!, at));
const pairs = Array.from({ length: checks }, (_, at) => {
  const one = at % 100;
  return [versions[one]!, versions[(one + 1 + (Math.floor(at / 100) % 99)) % 100]!] as const;
});

const settings: readonly (readonly [string, CheckOptions])[] = [
  ['randomization, Holm, at least 0.5 points (default)', {}],
  ['randomization, Holm, any size', { minEffect: 1e-6 }],
  ['t, Holm, any size', { test: 't', minEffect: 1e-6 }],
  ['randomization, uncorrected, any size', { correction: 'none', minEffect: 1e-6 }],
];

head('False alarms');
for (const [name, options] of settings) say(line(`swaps: ${name}`, ratesOf(swaps.map(([before, now]) => check(before, now, options)))));
for (const [name, options] of settings) say(line(`versions: ${name}`, ratesOf(pairs.map(([before, now]) => check(before, now, options)))));
for (const repeats of [1, 3, 5]) {
  say(
    line(
      `runs, sd 1 point: ${repeats} of them in the baseline`,
      ratesOf(Array.from({ length: checks }, (_, at) => movedRuns(rader, repeats, at))),
    ),
  );
}

head('Detection');
say(line('the run against itself', ratesOf([check(valuesOf(rader), valuesOf(rader), {})])));
for (const share of [0.01, 0.05, 0.2]) {
  const damaged = Array.from({ length: checks }, (_, at) => shuffledTopics(rader, share, 5000 + at));
  say(line(`${100 * share} % of topics shuffled`, ratesOf(damaged.map((now) => check(valuesOf(rader), now, {})))));
  const fails = damaged.filter((now) =>
    check(valuesOf(rader), now, {}).verdicts.some(({ verdict }) => verdict === 'regressed' || verdict === 'inconclusive'),
  );
  say(`${`  with --fail-on inconclusive`.padEnd(58)}${`${((100 * fails.length) / checks).toFixed(1)} %`.padStart(8)}`);
}

function valuesOf(splits: readonly RaderSplit[]): Values {
  return splits.map(({ values }) => values);
}

/** A baseline of so many runs and one run more, each moved as a whole by a normal number on each split. */
function movedRuns(splits: readonly RaderSplit[], repeats: number, seed: number): CheckResult {
  const normal = normals(xoshiro128(seed));
  const shifts = Array.from({ length: repeats + 1 }, () => splits.map(() => 0.01 * normal()));
  const moved = (shift: readonly number[]): Values =>
    splits.map(({ values }, at) => values.map((value) => value + shift[at]! + 0.001 * normal()));
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const before = shifts.slice(1).map(moved);
  const averaged = splits.map(({ values }, at) =>
    values.map((_, topic) => before.reduce((sum, run) => sum + run[at]![topic]!, 0) / repeats),
  );
  const means = splits.map((_, at) => (repeats === 1 ? [] : before.map((run) => mean(run[at]!)).sort((a, b) => a - b)));
  return checkSnapshot(snapshotOfValues(splits, averaged, means), snapshotOfValues(splits, moved(shifts[0]!)), { samples });
}
