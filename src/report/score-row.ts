/** One score, with all that tells it from another. Values are on the 0–1 scale at full precision. */
export interface ScoreRow {
  readonly benchmark: string;
  readonly split: string;
  readonly system: string;
  readonly protocol: string;
  /** Origin of the queries: `original` or the name of a rewrite. */
  readonly queries: string;
  /** `nDCG@10` */
  readonly measure: string;
  readonly value: number;
  /** Topics that the mean is taken over; 1 in a row for a single topic; 0 where a published figure doesn't say. */
  readonly topics: number;
  /** Only in rows for a single topic. */
  readonly topic?: string;
}
