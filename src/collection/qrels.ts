/**
 * Relevance judgments: topic id → document id → relevance, a whole number; the gain of trec_eval's nDCG. Zero and below is judged, not
 * relevant. Duplicate judgments of a pair are merged by the loader (BRIGHT's theoremqa_questions repeats 178 gold ids).
 */
export type Qrels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Judged pairs in all, after merging of duplicates. */
export function countJudgments(qrels: Qrels): number {
  let count = 0;
  for (const judged of qrels.values()) count += judged.size;
  return count;
}
