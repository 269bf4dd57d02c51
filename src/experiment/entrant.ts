import type { Manifest } from '../run/manifest.ts';

/** A run that takes part in a comparison, or published figures in the place of one: one system on one split. */
export interface Entrant {
  /** As tables name it. */
  readonly system: string;
  readonly benchmark: string;
  readonly split: string;
  /** The run file, or that of the published figures. */
  readonly run: string;
  /** Undefined where nothing is known for certain about how the run was made. */
  readonly manifest: Manifest | undefined;
  /** The file was changed after it was stored: its manifest is of other bytes. */
  readonly altered: boolean;
  /** Undefined for a run. */
  readonly published?: PublishedScores | undefined;
}

/** What was published for a system on a split: figures without those of single topics. */
export interface PublishedScores {
  /** By the names of measures, 0–1. */
  readonly values: ReadonlyMap<string, number>;
  /** Commit of the dataset that was searched. */
  readonly datasetRevision: string;
  readonly mtebVersion: string | null;
  /** Undefined for what mteb itself measured. */
  readonly brightlineVersion: string | undefined;
  readonly documents: 'short' | 'long';
}

export type PublishedEntrant = Entrant & { readonly published: PublishedScores };

export function isPublished(entrant: Entrant): entrant is PublishedEntrant {
  return entrant.published !== undefined;
}

/** `bm25 on mini:proofs` */
export function describeEntrant({ system, benchmark, split }: Entrant): string {
  return `${system} on ${benchmark}:${split}`;
}
