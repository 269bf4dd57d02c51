import { join } from 'node:path';
import { settle } from '../../src/check/packed-values.ts';
import { type Score, type Snapshot, type SplitFacts, snapshotOf } from '../../src/check/snapshot.ts';
import { readQrelsFile } from '../../src/collection/qrels-file.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { parseMeasure } from '../../src/evaluate/parse-measure.ts';
import type { Ranking } from '../../src/run/ranking.ts';
import { readRun } from '../../src/run/read-run.ts';
import { shared } from '../shared.ts';

export const splits = [
  'aops',
  'biology',
  'earth_science',
  'economics',
  'leetcode',
  'pony',
  'psychology',
  'robotics',
  'stackoverflow',
  'sustainable_living',
  'theoremqa_questions',
  'theoremqa_theorems',
] as const;

const measures = [parseMeasure('nDCG@10')];

/** A published run of RaDeR on one split, ready to be scored topic by topic. */
export interface RaderSplit {
  readonly split: string;
  /** In the order of a snapshot. */
  readonly topics: readonly string[];
  readonly rankings: readonly Ranking[];
  /** nDCG@10 of the run as published, one per topic. */
  readonly values: Float64Array;
  /** nDCG@10 of another ranking of a topic. */
  score(topic: number, ranking: Ranking): number;
}

/** Reads RaDeR's twelve published reranked runs. Only where `shared` is there. */
export async function readRader(): Promise<readonly RaderSplit[]> {
  return Promise.all(
    splits.map(async (split): Promise<RaderSplit> => {
      const { qrels } = await readQrelsFile(join(shared!, 'qrels', 'bright', `${split}.txt`));
      const run = await readRun(join(shared!, 'runs', 'rader-qwen2.5-7b', `${split}.rerank-score.json.gz`));
      const { topics, values } = evaluate(run, qrels, { measures });
      return {
        split,
        topics,
        rankings: topics.map((topic) => run.rankings.get(topic) ?? { ids: [], scores: new Float64Array(0) }),
        values: values[0]!,
        score(at, ranking) {
          const topic = topics[at]!;
          if (ranking.ids.length === 0) return 0;
          const judged = new Map([[topic, qrels.get(topic)!]]);
          return evaluate({ name: '', rankings: new Map([[topic, ranking]]) }, judged, { measures }).means[0]!;
        },
      };
    }),
  );
}

/** The values of a system on the splits of RaDeR as a snapshot. @param repeats per split: means of single runs. */
export function snapshotOfValues(
  rader: readonly Pick<RaderSplit, 'split' | 'topics'>[],
  values: readonly Float64Array[],
  repeats: readonly (readonly number[])[] = rader.map(() => []),
): Snapshot {
  return snapshotOf({
    scoring: { scorePrecision: 'float32', ties: 'trec' },
    splits: rader.map(
      ({ split, topics }): SplitFacts => ({
        benchmark: 'bright',
        split,
        dataset: null,
        qrels: { variant: 'original', hash: '' },
        files: [],
        topics,
      }),
    ),
    scores: rader.map(({ split }, at): Score => {
      const settled = values[at]!.map(settle);
      return {
        benchmark: 'bright',
        split,
        system: 'rader',
        measure: 'nDCG@10',
        protocol: null,
        queries: null,
        mean: settle(settled.reduce((sum, value) => sum + value, 0) / settled.length),
        values: settled,
        repeats: repeats[at]!,
        missing: [],
      };
    }),
  });
}
