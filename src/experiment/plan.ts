import type { Definition, SplitDefinition } from '../collection/definition.ts';
import type { ResolvedSplit } from '../collection/resolve.ts';
import { type RunSettings, runFormat, runKey } from '../run/manifest.ts';
import { type RunFolder, runFolder } from '../run/store.ts';
import type { RunRequest } from './request.ts';
import type { System } from './system.ts';

/** One system on one split. */
export interface Step {
  readonly system: System;
  readonly settings: RunSettings;
  /** Fingerprint of the settings: a finished run with this key is this run. */
  readonly key: string;
  readonly place: RunFolder;
}

/** All steps on one split; they share its collection. */
export interface SplitPlan {
  readonly definition: Definition;
  readonly split: SplitDefinition;
  readonly resolved: ResolvedSplit;
  readonly steps: readonly Step[];
}

/** What has to be done for a request on one resolved split. Pure: looks at nothing but its arguments. */
export function planSplit(request: RunRequest, resolved: ResolvedSplit, systems: readonly System[]): SplitPlan {
  const { definition, split } = resolved;
  return {
    definition,
    split,
    resolved,
    steps: systems.map((system) => {
      const settings: RunSettings = {
        retriever: system.retriever.name,
        retrieverSettings: system.retriever.settings,
        benchmark: definition.name,
        split: split.id,
        queries: resolved.queries,
        documents: request.documents,
        files: resolved.source.files,
        depth: request.depth,
        limit: request.limit,
        format: runFormat,
      };
      return { system, settings, key: runKey(settings), place: runFolder(request.out, definition.name, split.id, system.variant) };
    }),
  };
}
