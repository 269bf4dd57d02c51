/** What a person asks for with `brightline run`, before anything is looked up. */
export interface RunRequest {
  /** `bright:biology,pony`, `mini` */
  readonly benchmarks: readonly string[];
  readonly systems: readonly SystemRequest[];
  /** The BM25 protocol; undefined for the benchmark's own. */
  readonly protocol: string | undefined;
  /** `original`, or the name of a reasoned query set. */
  readonly queries: string;
  readonly documents: 'short' | 'long';
  /** Undefined for the definition's own. */
  readonly revision: string | undefined;
  readonly depth: number;
  /** Only the first so many topics of each split, or null for all. */
  readonly limit: number | null;
  /** Folder of the run store. */
  readonly out: string;
  /** Counts that match no known version are an error. */
  readonly strict: boolean;
  /** Makes every run again, finished or not. */
  readonly fresh: boolean;
  /** Command line, for manifests. */
  readonly command: string;
}

export interface SystemRequest {
  /** `bm25:k1=1.2`, or a JSON file */
  readonly spec: string;
  readonly name: string | undefined;
}
