import type { ScorePrecision, TieOrder } from '../run/order.ts';
import { type PackedIds, packIds } from '../run/packed-ids.ts';
import type { PackedRanking } from '../run/packed-ranking.ts';
import type { JudgedRanking } from './judged-ranking.ts';
import { placeHits } from './place-hits.ts';

/** One topic's judgments, with the ids as bytes. */
export interface PackedJudgments {
  readonly ids: PackedIds;
  /** Relevance, in the order of the ids. */
  readonly relevance: Int32Array;
  /** Relevance of the judged documents, descending; those below 0 are left out. */
  readonly judgments: Int32Array;
}

export interface JudgeOptions {
  readonly scorePrecision: ScorePrecision;
  readonly ties: TieOrder;
}

export function packJudgments(judged: ReadonlyMap<string, number>): PackedJudgments {
  const ids: string[] = [];
  const relevance = new Int32Array(judged.size);
  for (const [id, value] of judged) {
    // An id with a zero character is no document's id, since no run can hold one.
    if (id.includes('\0')) continue;
    relevance[ids.length] = value;
    ids.push(id);
  }
  return { ids: packIds(ids)!, relevance, judgments: fallingFromZero(judged) };
}

/** Joins a ranking with its topic's judgments (what trec_eval does in form_res_rels.c). */
export function judgeRanking(ranking: PackedRanking, judged: PackedJudgments, options: JudgeOptions): JudgedRanking {
  const { judgments } = judged;
  const { hits, relevance: ofHits } = findHits(ranking, judged);
  const { ranks, places, tieFirst, tieLast } = placeHits(ranking, hits, options);
  const relevance = new Int32Array(places.length);
  for (let at = 0; at < places.length; at++) relevance[at] = ofHits[places[at]!]!;
  return { retrieved: ranking.count, ranks, relevance, tieFirst, tieLast, judgments, scorePrecision: options.scorePrecision };
}

/** The documents of the ranking that have a judgment: indices, ascending, and the relevance of each. */
function findHits(ranking: PackedRanking, judged: PackedJudgments): { readonly hits: Uint32Array; readonly relevance: Int32Array } {
  const documents = ranking.index.find(judged.ids);
  /** By document: its place among the judgments, from 1. */
  const judgmentOf = new Uint32Array(ranking.count);
  let count = 0;
  for (let place = 0; place < documents.length; place++) {
    // Halves of surrogate pairs differ as text, but not as bytes.
    if (documents[place]! < 0 || judgmentOf[documents[place]!] !== 0) continue;
    judgmentOf[documents[place]!] = place + 1;
    count++;
  }
  const hits = new Uint32Array(count);
  const relevance = new Int32Array(count);
  for (let document = 0, hit = 0; hit < count; document++) {
    const place = judgmentOf[document]!;
    if (place === 0) continue;
    hits[hit] = document;
    relevance[hit++] = judged.relevance[place - 1]!;
  }
  return { hits, relevance };
}

function fallingFromZero(judged: ReadonlyMap<string, number>): Int32Array {
  const values = new Int32Array(judged.size);
  let count = 0;
  for (const value of judged.values()) if (value >= 0) values[count++] = value;
  return values.subarray(0, count).sort().reverse();
}
