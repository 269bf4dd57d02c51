import type { Qrels } from '../../src/collection/qrels.ts';
import type { Run } from '../../src/run/run.ts';

/** `q1: a=3 b=2` and so on, one topic a line: documents with a number each. */
type Numbers = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function runOf(numbers: Numbers): Run {
  const rankings = Object.entries(numbers).map(
    ([topic, scores]) => [topic, { ids: Object.keys(scores), scores: Float64Array.from(Object.values(scores)) }] as const,
  );
  return { name: 'tiny', rankings: new Map(rankings) };
}

export function qrelsOf(numbers: Numbers): Qrels {
  return new Map(Object.entries(numbers).map(([topic, judged]) => [topic, new Map(Object.entries(judged))]));
}
