import { randomIndex } from '../../src/evaluate/significance/random-index.ts';
import { type Random, xoshiro128 } from '../../src/evaluate/significance/xoshiro128.ts';
import type { Ranking } from '../../src/run/ranking.ts';
import type { RaderSplit } from './rader.ts';

/** Values per split of a run in which a share of all topics, drawn over all splits, have their documents in random order. */
export function shuffledTopics(rader: readonly RaderSplit[], share: number, seed: number): readonly Float64Array[] {
  const random = xoshiro128(seed);
  const values = rader.map((split) => Float64Array.from(split.values));
  const all = rader.flatMap((split, at) => split.topics.map((_, topic) => ({ split, at, topic })));
  for (const { split, at, topic } of shuffled(all, random).slice(0, Math.round(share * all.length))) {
    const { ids, scores } = split.rankings[topic]!;
    values[at]![topic] = split.score(topic, { ids: shuffled(ids, random), scores });
  }
  return values;
}

/** Values per split of a run whose scores carry normal noise: another seed gives another version of the same system, no better and no worse. */
export function noisyVersion(rader: readonly RaderSplit[], noise: number, seed: number): readonly Float64Array[] {
  const normal = normals(xoshiro128(seed));
  return rader.map((split) => Float64Array.from(split.rankings, (ranking, topic) => split.score(topic, withNoise(ranking, noise, normal))));
}

/** Two versions with their values exchanged topic by topic, as a fair coin says: whatever they are, no difference between them is left. */
export function swapTopics(
  one: readonly Float64Array[],
  other: readonly Float64Array[],
  seed: number,
): readonly [readonly Float64Array[], readonly Float64Array[]] {
  const random = xoshiro128(seed);
  const coins = one.map((values) => Array.from(values, () => random() >>> 31 === 1));
  const pick = (swapped: boolean): readonly Float64Array[] =>
    coins.map((ofSplit, at) => Float64Array.from(ofSplit, (coin, topic) => (coin === swapped ? other : one)[at]![topic]!));
  return [pick(true), pick(false)];
}

/** Standard normal numbers, by Box and Muller's transform. */
export function normals(random: Random): () => number {
  const uniform = (): number => (random() + 0.5) / 2 ** 32;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function withNoise({ ids, scores }: Ranking, noise: number, normal: () => number): Ranking {
  return { ids, scores: scores.map((score) => score + noise * normal()) };
}

/** By Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomIndex(random, last + 1)();
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
