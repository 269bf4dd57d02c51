import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Run } from '../src/run/run.ts';
import { shared } from './shared.ts';

/** The best documents of each topic, with their scores as written. */
export type GoldenRankings = ReadonlyMap<string, readonly (readonly [id: string, score: string])[]>;

/** Reads a reference ranking from `golden/bm25`. Only where `shared` is there. */
export function goldenRankings(file: string): GoldenRankings {
  const rankings = new Map<string, (readonly [string, string])[]>();
  const lines = gunzipSync(readFileSync(join(shared!, 'golden/bm25', file)))
    .toString('utf8')
    .trim()
    .split('\n');
  for (const line of lines) {
    const [topic, , id, , score] = line.split(' ') as [string, string, string, string, string];
    const ranking = rankings.get(topic) ?? [];
    rankings.set(topic, ranking);
    ranking.push([id, score]);
  }
  return rankings;
}

/**
 * Holds a run against the reference: the same documents in the same order, with the same scores. gensim's sums depend on how it numbers terms, so that
 * scores that are equal by one numbering may differ in the last bit by the other: to the sixth digit, documents may change places within such ties.
 */
export function assertGoldenRankings(run: Run, reference: GoldenRankings, scores: 'as float32' | 'to the sixth digit'): void {
  for (const [topic, lines] of reference) {
    const ranking = run.rankings.get(topic);
    assert.ok(ranking, `${topic}: has no ranking`);
    lines.forEach(([id, score], i) => {
      const place = `${topic} rank ${i + 1}`;
      const found = ranking.scores[i]!;
      if (scores === 'as float32') {
        assert.equal(ranking.ids[i], id, place);
        assert.equal(Math.fround(found), Math.fround(Number(score)), place);
        return;
      }
      const near = (value: number): boolean => Math.abs(value - Number(score)) <= 1e-6 * Number(score);
      assert.ok(near(found), `${place}: ${found} for ${score}`);
      const other = ranking.ids.indexOf(id);
      assert.ok(other === i || near(ranking.scores[other]!), `${place}: ${ranking.ids[i]} for ${id}, and no tie`);
    });
  }
}
