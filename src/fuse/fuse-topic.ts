import { dataError } from '../errors.ts';
import { sortByKey } from '../run/order.ts';
import { idAt, indexIds, type PackedIds } from '../run/packed-ids.ts';
import type { PackedRanking } from '../run/packed-ranking.ts';
import { selectIds } from '../run/select-ids.ts';
import { quote } from '../support/quote.ts';
import { type Candidates, findCandidates } from './candidates.ts';
import type { Fusion } from './fusion.ts';

/** One topic of several runs made into one ranking. */
export interface FusedTopic {
  /** Best first. */
  readonly ranking: PackedRanking;
  /** Documents in all runs together, each counted once. */
  readonly candidates: number;
  /** How many of them some run lacks and the rule for missing documents left out. */
  readonly dropped: number;
}

/**
 * Fuses the rankings of one topic: normalises the scores of each, weighs them, puts in what the rule for missing documents says, combines them,
 * orders by fused score, highest first, and cuts at the depth.
 *
 * Documents of equal fused score stand in the order of the first run that has them: those of the first run in its order, then those that only
 * the second has, in its order, and so on. Arithmetic is float64, the runs in their order. Runs of weight 0 are not looked at.
 *
 * @param rankings one per run; undefined, or empty, where the run has nothing for the topic.
 * @param topic named in errors.
 * @throws `data` error for a score that is not finite, in a run or fused.
 */
export function fuseTopic(rankings: readonly (PackedRanking | undefined)[], fusion: Fusion, topic: string): FusedTopic {
  const { method, ties, depth } = fusion;
  const taken = fusion.weights.flatMap((weight, run) => (weight === 0 ? [] : [{ weight, ranking: rankings[run] ?? empty }]));
  for (const { ranking } of taken) checkScores(ranking, topic);
  const candidates = findCandidates(
    taken.map(({ ranking }) => ranking),
    ties,
  );
  const weights = taken.map(({ weight }) => weight);
  const { values, hits, fills } = normaliseAll(candidates, weights, fusion);

  const runs = taken.length;
  const scores = new Float64Array(candidates.count);
  const kept = new Uint32Array(candidates.count);
  // Views of every length on one buffer, so that no document makes one of its own.
  const buffer = new Float64Array(runs);
  const views = Array.from({ length: runs + 1 }, (_, length) => buffer.subarray(0, length));
  let count = 0;
  for (let document = 0; document < candidates.count; document++) {
    let found = 0;
    let used = 0;
    let isDropped = false;
    for (let run = 0; run < runs; run++) {
      const fill = fills[run]!;
      if (hits[document * runs + run] === 1) {
        found++;
        buffer[used++] = values[document * runs + run]!;
      } else if (fill === 'drop') isDropped = true;
      else if (fill !== 'skip') buffer[used++] = fill;
    }
    if (isDropped) continue;
    scores[count] = method.combine(views[used]!, found);
    kept[count++] = document;
  }

  const order = sortByKey(scores.subarray(0, count)).subarray(0, depth);
  const documents = order.map((place) => kept[place]!);
  const ids = selectIds(
    taken.map(({ ranking }) => ranking),
    {
      lists: documents.map((document) => candidates.ids.lists[document]!),
      positions: documents.map((document) => candidates.ids.positions[document]!),
    },
  );
  const ranking = rankingOf(
    ids,
    Float64Array.from(order, (place) => scores[place]!),
  );
  checkScores(ranking, topic);
  return { ranking, candidates: candidates.count, dropped: candidates.count - count };
}

function rankingOf(ids: PackedIds, scores: Float64Array): PackedRanking {
  return { ...ids, scores, index: indexIds(ids) };
}

const empty = rankingOf({ count: 0, bytes: Buffer.alloc(0), starts: new Uint32Array(1), hashes: new Int32Array(0) }, new Float64Array(0));

interface Normalised {
  /** Weighted scores, row-major: documents × runs. */
  readonly values: Float64Array;
  /** 1 where the run ranks the document, same shape. */
  readonly hits: Uint8Array;
  /** Per run: what stands in where it doesn't, weighted. */
  readonly fills: readonly (number | 'drop' | 'skip')[];
}

function normaliseAll({ count, rankings }: Candidates, weights: readonly number[], fusion: Fusion): Normalised {
  const { normalisation, missing, k } = fusion;
  const runs = rankings.length;
  const values = new Float64Array(count * runs);
  const hits = new Uint8Array(count * runs);
  const fills = rankings.map(({ documents, scores }, run) => {
    const normalised = scores.length === 0 ? scores : normalisation.normalise(scores, { candidates: count, k });
    for (let rank = 0; rank < documents.length; rank++) {
      const cell = documents[rank]! * runs + run;
      values[cell] = weights[run]! * normalised[rank]!;
      hits[cell] = 1;
    }
    const fill = missing.value(normalised, count);
    return typeof fill === 'number' ? weights[run]! * fill : fill;
  });
  return { values, hits, fills };
}

function checkScores(ranking: PackedRanking, topic: string): void {
  const { scores } = ranking;
  for (let at = 0; at < scores.length; at++) {
    if (Number.isFinite(scores[at])) continue;
    throw dataError(`topic ${quote(topic)}: the score of document ${quote(idAt(ranking, at))} is ${scores[at]}, which can't be fused`, {
      next: 'Scores must be finite; a normalisation such as min-max keeps huge ones in bounds.',
    });
  }
}
