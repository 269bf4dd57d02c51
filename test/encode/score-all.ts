import assert from 'node:assert/strict';
import type { PairScorer, TextPair } from '../../src/encode/pair-scorer.ts';
import { silent } from '../../src/support/progress.ts';

/** Scores pairs, and puts what comes in their order. Fails where a pair comes twice or not at all. */
export async function scoreAll(
  scorer: PairScorer,
  pairs: readonly TextPair[],
): Promise<{ readonly scores: readonly number[]; readonly tokens: readonly number[]; readonly cutTokens: readonly number[] }> {
  const [scores, tokens, cutTokens]: [number[], number[], number[]] = [[], [], []];
  for await (const batch of scorer.score(pairs, { progress: silent })) {
    assert.equal(batch.scores.length, batch.positions.length);
    batch.positions.forEach((position, row) => {
      assert.equal(scores[position], undefined, `pair ${position} came twice`);
      scores[position] = batch.scores[row]!;
      tokens[position] = batch.tokens?.[row] ?? Number.NaN;
      cutTokens[position] = batch.cutTokens?.[row] ?? Number.NaN;
    });
  }
  for (const position of pairs.keys()) assert.ok(scores[position] !== undefined, `pair ${position} never came`);
  return { scores, tokens, cutTokens };
}
