import type { Manifest } from '../run/manifest.ts';

/** A run that takes part in a comparison: one system on one split. */
export interface Entrant {
  /** As tables name it. */
  readonly system: string;
  readonly benchmark: string;
  readonly split: string;
  /** The run file. */
  readonly run: string;
  /** Undefined where nothing is known for certain about how the run was made. */
  readonly manifest: Manifest | undefined;
  /** The file was changed after it was stored: its manifest is of other bytes. */
  readonly altered: boolean;
}

/** `bm25 on mini:proofs` */
export function describeEntrant({ system, benchmark, split }: Entrant): string {
  return `${system} on ${benchmark}:${split}`;
}
