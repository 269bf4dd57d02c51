import type { Definition } from '../collection/definition.ts';
import { usageError } from '../errors.ts';
import type { InstructionSetting } from '../query/instruct.ts';
import { type ConfiguredRetriever, createRetriever } from '../retrieve/registry.ts';
import { parseRetrieverSpec } from '../retrieve/retriever-spec.ts';
import type { RunRequest, SystemRequest } from './request.ts';

/** A named configuration whose run is compared with others. */
export interface System extends ConfiguredRetriever {
  /** As tables and run files name it: `bm25`, `bm25:k1=1.2`. */
  readonly name: string;
  /** As the run store names its folder: the name and every choice that differs from the benchmark's defaults, so that variants stand side by side. */
  readonly variant: string;
  readonly instruction: InstructionSetting;
}

/**
 * Makes the systems of a request for one benchmark.
 *
 * @throws `usage` error for an unknown retriever, setting or protocol, or two systems that can't be told apart.
 */
export async function makeSystems(request: RunRequest, definition: Definition): Promise<readonly System[]> {
  const systems: System[] = [];
  const { instruction = 'without' } = request;
  const settings = instruction === 'both' ? (['without', 'with'] as const) : [instruction];
  for (const [asked, setting] of request.systems.flatMap((each) => settings.map((one) => [each, one] as const))) {
    const system = await makeSystem(asked, setting, request, definition);
    if (systems.some(({ variant }) => variant === system.variant)) {
      throw usageError(`two systems are named ${system.variant}: their runs would overwrite each other`, {
        next: 'Leave one out, or give each a name with --name, in the order of -r.',
      });
    }
    systems.push(system);
  }
  return systems;
}

async function makeSystem(
  asked: SystemRequest,
  instruction: InstructionSetting,
  request: RunRequest,
  definition: Definition,
): Promise<System> {
  const spec = await parseRetrieverSpec(asked.spec);
  const configured = await createRetriever(spec, request.protocol ?? definition.protocol);
  const settings = Object.entries(spec.settings).filter(([key]) => key !== 'protocol');
  const plain =
    asked.name ?? (settings.length === 0 ? spec.name : `${spec.name}:${settings.map(([key, value]) => `${key}=${value}`).join(',')}`);
  const name = instruction === 'with' ? `${plain}+instruction` : plain;
  const choices = [
    [configured.protocolName === undefined || configured.protocolName === definition.protocol, configured.protocolName],
    [request.queries === 'original', `queries=${request.queries}`],
    [request.documents === 'short', 'long-documents'],
    [request.depth === defaultDepth, `depth=${request.depth}`],
    [request.limit === null, `limit=${request.limit}`],
    [request.revision === undefined, `revision=${request.revision}`],
  ] as const;
  const variant = [name, ...choices.filter(([usual]) => !usual).map(([, choice]) => choice)].join('@');
  return { ...configured, name, variant, instruction };
}

/** BRIGHT keeps 1000 documents a topic. */
export const defaultDepth = 1000;
