import type { Definition, SplitDefinition } from '../collection/definition.ts';
import type { ResolvedSplit } from '../collection/resolve.ts';
import { usageError } from '../errors.ts';
import { stepsFormat } from '../query/split-steps.ts';
import type { Retriever } from '../retrieve/retriever.ts';
import { type RunSettings, runFormat, runKey } from '../run/manifest.ts';
import type { QuerySettings } from '../run/query-settings.ts';
import { type RunFolder, runFolder } from '../run/store.ts';
import { combinedSettings } from './combination.ts';
import type { RunRequest } from './request.ts';
import { type System, variantOf } from './system.ts';

/** A run in the store, finished or to be made. */
export interface StoredStep {
  readonly system: Pick<System, 'name' | 'protocol' | 'topics'>;
  readonly settings: RunSettings;
  /** Fingerprint of the settings: a finished run with this key is this run. */
  readonly key: string;
  readonly place: RunFolder;
}

/** One system on one split. */
export interface Step extends StoredStep {
  readonly system: System;
  readonly retriever: Retriever;
}

/** A system, with its retriever for the split that is planned. */
export type PlannedSystem = Pick<Step, 'system' | 'retriever'>;

/** All steps on one split; they share its collection. */
export interface SplitPlan {
  readonly definition: Definition;
  readonly split: SplitDefinition;
  readonly resolved: ResolvedSplit;
  readonly steps: readonly Step[];
}

function instructionOf({ name }: Definition, { id, instruction }: SplitDefinition): string {
  if (instruction !== undefined) return instruction;
  throw usageError(`${name}:${id}: there is no instruction for this split`, {
    next: "Leave --instruction out. Models that know instructions of their own for it have them in their retriever's settings.",
  });
}

/** What was asked beside the topics' own text as one query; nothing where that was all, so that such runs have the keys that they always had. */
function askingSettings({ asking = {}, depth }: RunRequest, { queryFile }: ResolvedSplit): Partial<QuerySettings> {
  const { join, steps, combination, stepDepth = depth } = asking;
  return {
    ...(queryFile === undefined ? {} : { queriesHash: queryFile.hash }),
    ...(join === undefined ? {} : { join }),
    ...(steps === undefined ? {} : { steps, splitter: stepsFormat }),
    ...(combination === undefined ? {} : { combined: combinedSettings(combination, stepDepth) }),
  };
}

/** What has to be done for a request on one resolved split. Pure: looks at nothing but its arguments. */
export function planSplit(request: RunRequest, resolved: ResolvedSplit, systems: readonly PlannedSystem[]): SplitPlan {
  const { definition, split } = resolved;
  return {
    definition,
    split,
    resolved,
    steps: systems.map(({ system, retriever }) => {
      const settings: RunSettings = {
        retriever: retriever.name,
        retrieverSettings: retriever.settings,
        benchmark: definition.name,
        split: split.id,
        queries: resolved.queries,
        ...askingSettings(request, resolved),
        ...(system.instruction === 'with' ? { instruction: instructionOf(definition, split) } : {}),
        documents: request.documents,
        files: resolved.source.files,
        depth: request.depth,
        limit: request.limit,
        format: runFormat,
      };
      return {
        system,
        retriever,
        settings,
        key: runKey(settings),
        place: runFolder(request.out, definition.name, split.id, variantOf(system, request, definition, settings)),
      };
    }),
  };
}
