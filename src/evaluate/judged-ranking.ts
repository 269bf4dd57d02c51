import type { ScorePrecision } from '../run/order.ts';

/**
 * One topic's ranking joined with its judgments: all that any measure reads.
 *
 * Only ranks at which a document with a judgment stands are kept, since every measure is decided by these and by how many
 * documents there are. Arrays over them are parallel and ascend by rank.
 */
export interface JudgedRanking {
  /** Documents ranked. */
  readonly retrieved: number;
  /** Ranks, from 1, of the documents that have a judgment. */
  readonly ranks: Uint32Array;
  /** Their relevance. Below 0: in the pool, but nobody judged it (trec_eval's RELVALUE_UNJUDGED). */
  readonly relevance: Int32Array;
  /** First and last rank of the group of equal scores that each stands in; both its own rank where its score is its own. */
  readonly tieFirst: Uint32Array;
  readonly tieLast: Uint32Array;
  /** Relevance of every document judged for the topic, retrieved or not, descending; those below 0 are left out. */
  readonly judgments: Int32Array;
  /** How the scores were compared, and with it which trec_eval is followed where the two differ (interpolated precision). */
  readonly scorePrecision: ScorePrecision;
}

/** Documents of the topic with at least this relevance, retrieved or not. */
export function relevantInAll({ judgments }: JudgedRanking, rel: number): number {
  let count = 0;
  while (count < judgments.length && judgments[count]! >= rel) count++;
  return count;
}

/** Documents with at least this relevance at ranks up to `cutoff`. */
export function relevantWithin({ ranks, relevance }: JudgedRanking, rel: number, cutoff: number): number {
  let count = 0;
  for (let i = 0; i < ranks.length && ranks[i]! <= cutoff; i++) if (relevance[i]! >= rel) count++;
  return count;
}

/** A group of equal scores that holds documents with a judgment. */
export interface TiedGroup {
  /** Ranks, from 1, both inclusive. */
  readonly first: number;
  readonly last: number;
  /** Indices into `ranks` and `relevance`: from, and to (exclusive). */
  readonly from: number;
  readonly to: number;
}

export function tiedGroups({ tieFirst, tieLast }: JudgedRanking): TiedGroup[] {
  const groups: TiedGroup[] = [];
  for (let from = 0, to = 0; from < tieFirst.length; from = to) {
    while (to < tieFirst.length && tieFirst[to] === tieFirst[from]) to++;
    groups.push({ first: tieFirst[from]!, last: tieLast[from]!, from, to });
  }
  return groups;
}

/** Documents of the group with at least this relevance. */
export function relevantInGroup({ relevance }: JudgedRanking, group: TiedGroup, rel: number): number {
  let count = 0;
  for (let i = group.from; i < group.to; i++) if (relevance[i]! >= rel) count++;
  return count;
}
