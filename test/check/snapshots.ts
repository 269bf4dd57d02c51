import { settle } from '../../src/check/packed-values.ts';
import { type Score, type Snapshot, type SplitFacts, snapshotOf } from '../../src/check/snapshot.ts';

export interface SplitValues {
  readonly split?: string;
  readonly system?: string;
  readonly measure?: string;
  /** By topic. */
  readonly values: Readonly<Record<string, number>>;
  readonly score?: Partial<Score>;
  readonly facts?: Partial<SplitFacts>;
}

/** A snapshot of systems on splits of a benchmark `b`, with the given values topic by topic. */
export function snapshotWith(...cells: readonly SplitValues[]): Snapshot {
  const named = cells.map((cell) => ({ split: 's', system: 'x', measure: 'nDCG@10', ...cell }));
  const splits = new Map(
    named.map(({ split, values, facts }) => [
      split,
      {
        benchmark: 'b',
        split,
        dataset: { repo: 'org/b', commit: '1'.repeat(40) },
        qrels: { variant: 'original', hash: 'a'.repeat(64) },
        files: [{ path: 'documents.jsonl', hash: `sha256:${'b'.repeat(64)}` }],
        topics: Object.keys(values),
        ...facts,
      },
    ]),
  );
  return snapshotOf({
    scoring: { scorePrecision: 'float32', ties: 'trec' },
    splits: [...splits.values()],
    scores: named.map(({ split, system, measure, values, score }): Score => {
      const settled = Float64Array.from(Object.values(values), settle);
      return {
        benchmark: 'b',
        split,
        system,
        measure,
        protocol: 'p',
        queries: 'original',
        mean: settle(settled.reduce((sum, value) => sum + value, 0) / settled.length),
        values: settled,
        repeats: [],
        missing: [],
        ...score,
      };
    }),
  });
}

/** `t00`, `t01`, …: one value each. */
export function topicValues(count: number, value: (topic: number) => number): Readonly<Record<string, number>> {
  return Object.fromEntries(Array.from({ length: count }, (_, topic) => [`t${String(topic).padStart(2, '0')}`, value(topic)]));
}
