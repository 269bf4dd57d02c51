import { z } from 'zod';
import type { CollectionFindings } from '../collection/collection-findings.ts';
import type { SourceFile } from '../collection/source.ts';
import { fingerprint, type Json } from '../support/fingerprint.ts';
import type { QuerySettings } from './query-settings.ts';

/** Everything that decides which documents a run ranks where, and nothing else: two runs with equal settings are the same run. */
export interface RunSettings extends QuerySettings {
  readonly retriever: string;
  /** All of the retriever's choices, defaults included. */
  readonly retrieverSettings: Json;
  readonly benchmark: string;
  readonly split: string;
  /** What each query was led by; absent where by nothing. */
  readonly instruction?: string | undefined;
  readonly documents: 'short' | 'long';
  /** The files that the collection is read from, by content. */
  readonly files: readonly SourceFile[];
  readonly depth: number;
  /** Only the first so many topics, or null for all. */
  readonly limit: number | null;
  /** The value of `runFormat` when the run was made. */
  readonly format: number;
}

/** Raised whenever brightline changes what a run with equal settings holds, so that no older one is taken for it. */
export const runFormat = 1;

/** What is written beside a run: where it came from and what it took. */
export interface Manifest {
  readonly settings: RunSettings;
  /** Fingerprint of `settings`: 64 hex digits. */
  readonly key: string;
  readonly system: string;
  readonly protocol: string;
  /** The dataset, its revision as asked for and the commit that it named; or the folder. */
  readonly dataset: Json;
  /** Path of the file of queries, as the command had it; absent where there is none. */
  readonly queryFile?: string | undefined;
  readonly counts: { readonly documents: number; readonly topics: number; readonly judgments: number; readonly excluded: number };
  /** What was tolerated in the collection, counted; absent from runs that were made before it was. */
  readonly findings?: CollectionFindings | undefined;
  /** Which known versions of the benchmark the counts match, and a sentence where those of its published tables are not among them. */
  readonly version: { readonly matches: readonly string[]; readonly warning: string | null };
  /** SHA-256, hex: of the topics, qrels and excluded ids in canonical form, and of the run file's bytes. */
  readonly hashes: { readonly topics: string; readonly qrels: string; readonly excluded: string; readonly run: string };
  /** What the index held. */
  readonly index: Json;
  readonly warnings: readonly string[];
  /** Seconds per stage. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Bytes: the process's peak resident memory when the run was done. */
  readonly peakMemory: number;
  readonly command: string;
  /** ISO 8601. */
  readonly finishedAt: string;
  readonly versions: { readonly brightline: string; readonly node: string; readonly platform: string };
}

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

const collectionFindings: z.ZodType<CollectionFindings> = z.object({
  emptyDocuments: z.number().optional(),
  titlesAlone: z.number().optional(),
  mergedDocuments: z.number().optional(),
  mergedJudgments: z.number(),
  mergedExclusions: z.number(),
  emptyTopics: z.number(),
  unjudgedTopics: z.number(),
  unaskedTopics: z.number(),
  excludedRelevant: z.number(),
  missingRelevant: z.number(),
});

export const manifestSchema: z.ZodType<Manifest> = z.object({
  settings: z.object({
    retriever: z.string(),
    retrieverSettings: json,
    benchmark: z.string(),
    split: z.string(),
    queries: z.string(),
    queriesHash: z.string().optional(),
    join: z.enum(['question+reasoning', 'reasoning+question', 'apart']).optional(),
    steps: z.enum(['each', 'prefix']).optional(),
    splitter: z.number().optional(),
    combined: z
      .object({
        rule: z.string(),
        method: z.string().optional(),
        normalisation: z.string().optional(),
        missing: z.string().optional(),
        k: z.number().optional(),
        depth: z.number().optional(),
      })
      .optional(),
    instruction: z.string().optional(),
    documents: z.enum(['short', 'long']),
    files: z.array(z.object({ path: z.string(), size: z.number(), hash: z.string() })),
    depth: z.number(),
    limit: z.number().nullable(),
    format: z.number(),
  }),
  key: z.string(),
  system: z.string(),
  protocol: z.string(),
  dataset: json,
  queryFile: z.string().optional(),
  counts: z.object({ documents: z.number(), topics: z.number(), judgments: z.number(), excluded: z.number() }),
  findings: collectionFindings.optional(),
  version: z.object({ matches: z.array(z.string()), warning: z.string().nullable() }),
  hashes: z.object({ topics: z.string(), qrels: z.string(), excluded: z.string(), run: z.string() }),
  index: json,
  warnings: z.array(z.string()),
  seconds: z.record(z.string(), z.number()),
  peakMemory: z.number(),
  command: z.string(),
  finishedAt: z.string(),
  versions: z.object({ brightline: z.string(), node: z.string(), platform: z.string() }),
});

/** The key under which a run is found again. Equal settings give equal keys, whatever the order of fields or files. */
export function runKey(settings: RunSettings): string {
  const files = settings.files.map(({ path, size, hash }) => ({ path, size, hash })).sort((a, b) => (a.path < b.path ? -1 : 1));
  return fingerprint({ ...settings, files });
}
