import type { ScorePrecision, TieOrder } from '../run/order.ts';
import { type IdIndex, indexIds, packIds } from '../run/packed-ids.ts';
import type { PackedRanking } from '../run/packed-ranking.ts';
import type { JudgedRanking } from './judged-ranking.ts';
import { placeHits } from './place-hits.ts';

/** One topic's judgments, made ready for lookups by the bytes of an id. */
export interface PackedJudgments {
  readonly index: IdIndex;
  /** Relevance, in the order of the index. */
  readonly relevance: Int32Array;
  /** Relevance of the judged documents, descending; those below 0 are left out. */
  readonly judgments: Int32Array;
}

export interface JudgeOptions {
  readonly scorePrecision: ScorePrecision;
  readonly ties: TieOrder;
}

export function packJudgments(judged: ReadonlyMap<string, number>): PackedJudgments {
  // An id with a zero character is no document's id, since no run can hold one.
  const ids = [...judged.keys()].filter((id) => !id.includes('\0'));
  const packed = packIds(ids)!;
  return {
    index: indexIds(packed),
    relevance: Int32Array.from(ids, (id) => judged.get(id)!),
    judgments: Int32Array.from(judged.values())
      .filter((relevance) => relevance >= 0)
      .sort((a, b) => b - a),
  };
}

/** Joins a ranking with its topic's judgments (what trec_eval does in form_res_rels.c). */
export function judgeRanking(ranking: PackedRanking, judged: PackedJudgments, options: JudgeOptions): JudgedRanking {
  const hits = judged.index.match(ranking);
  const { ranks, places, tieFirst, tieLast } = placeHits(ranking, hits.others, options);
  const relevance = Int32Array.from(places, (place) => judged.relevance[hits.ids[place]!]!);
  const { judgments } = judged;
  return { retrieved: ranking.count, ranks, relevance, tieFirst, tieLast, judgments, scorePrecision: options.scorePrecision };
}
