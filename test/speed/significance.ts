// How long the paired randomization test takes at the size of BRIGHT: 100,000 random sign choices over 1,384 topics.
//
//   node dist/test/speed/significance.js
//
// The scores are drawn from a seed: a difficulty per topic that both systems share, and a small difference. The reference, measured in the same
// process, flips one sign at a time with Math.random, as the test is usually written; the figure to watch is the ratio.
import { randomizationTest } from '../../src/evaluate/significance/randomization-test.ts';
import { xoshiro128 } from '../../src/evaluate/significance/xoshiro128.ts';

const topics = 1384;
const samples = 100_000;

const random = xoshiro128(1);
const uniform = (): number => random() / 2 ** 32;
const a = Float64Array.from({ length: topics }, uniform);
const b = a.map((score) => score + 0.2 * (uniform() - 0.49));

/** The same p from one random number per topic. */
function plainRandomization(): number {
  const values = a.map((score, topic) => score - b[topic]!);
  const observed = Math.abs(values.reduce((sum, value) => sum + value, 0));
  let count = 0;
  for (let sample = 0; sample < samples; sample++) {
    let sum = 0;
    for (const value of values) sum += Math.random() < 0.5 ? value : -value;
    if (Math.abs(sum) >= observed) count++;
  }
  return (count + 1) / (samples + 1);
}

/** Milliseconds of the fastest of `rounds` runs, and what the last one returned. */
function timed(rounds: number, run: () => number): { readonly fastest: number; readonly p: number } {
  let fastest = Number.POSITIVE_INFINITY;
  let p = 1;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    p = run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return { fastest, p };
}

const ours = timed(5, () => randomizationTest(a, b, { samples }).p);
const plain = timed(2, plainRandomization);
process.stdout.write(
  [
    `randomization test, ${topics} topics, ${samples} samples`,
    `  brightline  ${ours.fastest.toFixed(0).padStart(6)} ms  p = ${ours.p.toFixed(4)}`,
    `  plain loop  ${plain.fastest.toFixed(0).padStart(6)} ms  p = ${plain.p.toFixed(4)}`,
    `  ratio       ${(plain.fastest / ours.fastest).toFixed(1).padStart(6)}`,
    '',
  ].join('\n'),
);
