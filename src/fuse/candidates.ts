import { orderRanking, type TieOrder } from '../run/order.ts';
import type { PackedRanking } from '../run/packed-ranking.ts';
import type { IdPicks } from '../run/select-ids.ts';

/** The documents of several rankings of one topic, each once. */
export interface Candidates {
  /** The documents, numbered from 0: those of the first ranking in its order, then those that only later ones have, ranking by ranking. */
  readonly count: number;
  /** For each document, the first ranking that has it, and where it stands there. */
  readonly ids: IdPicks;
  readonly rankings: readonly RankedCandidates[];
}

/** One ranking, best first. */
export interface RankedCandidates {
  /** The document at each rank, by its number. */
  readonly documents: Int32Array;
  /** Its score, never rising. */
  readonly scores: Float64Array;
}

/** Finds out which documents of the rankings are the same. Scores are compared as float64. Cost: linear in the documents, times the rankings. */
export function findCandidates(rankings: readonly PackedRanking[], ties: TieOrder): Candidates {
  const most = rankings.reduce((total, { count }) => total + count, 0);
  const lists = new Uint32Array(most);
  const positions = new Uint32Array(most);
  let count = 0;
  const numbered: Int32Array[] = [];
  const ranked: RankedCandidates[] = [];
  for (const [list, ranking] of rankings.entries()) {
    const numbers = numbersAmong(rankings.slice(0, list), numbered, ranking);
    const order = orderRanking(ranking, { scorePrecision: 'float64', ties }).documents;
    const documents = new Int32Array(order.length);
    const scores = new Float64Array(order.length);
    for (let rank = 0; rank < order.length; rank++) {
      const position = order[rank]!;
      if (numbers[position]! < 0) {
        lists[count] = list;
        positions[count] = position;
        numbers[position] = count++;
      }
      documents[rank] = numbers[position]!;
      scores[rank] = ranking.scores[position]!;
    }
    numbered.push(numbers);
    ranked.push({ documents, scores });
  }
  return { count, ids: { lists: lists.subarray(0, count), positions: positions.subarray(0, count) }, rankings: ranked };
}

/** The number of each document of `ranking` that an earlier ranking has as well, else -1. */
function numbersAmong(earlier: readonly PackedRanking[], numbered: readonly Int32Array[], ranking: PackedRanking): Int32Array {
  const numbers = new Int32Array(ranking.count).fill(-1);
  for (const [list, { index }] of earlier.entries()) {
    const places = index.find(ranking);
    for (let position = 0; position < places.length; position++) {
      if (places[position]! >= 0) numbers[position] = numbered[list]![places[position]!]!;
    }
  }
  return numbers;
}
