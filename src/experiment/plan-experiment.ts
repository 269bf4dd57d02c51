import { hubEnvironment } from '../collection/hub-environment.ts';
import { openHub } from '../collection/hub-repository.ts';
import { openReferences } from '../collection/reference.ts';
import { resolveSplit } from '../collection/resolve.ts';
import type { Environment } from '../support/expand-path.ts';
import { planSplit, type SplitPlan } from './plan.ts';
import type { RunRequest } from './request.ts';
import { makeSystems } from './system.ts';

export interface PlanOptions {
  /** Where HF_ENDPOINT, HF_HOME and their like are read. */
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks up what a request names, and plans it split by split in the order asked for. Names are checked first: nothing is asked of the Hub for a
 * request that can't be carried out. All splits of a benchmark come from one commit.
 *
 * @throws `usage` error for an unknown name; `data` error when the Hub can't be asked.
 */
export async function planExperiment(request: RunRequest, { env, signal }: PlanOptions): Promise<readonly SplitPlan[]> {
  const selections = await openReferences(request.benchmarks);
  const systems = await Promise.all(selections.map(({ definition }) => makeSystems(request, definition)));
  const hub = openHub({ environment: hubEnvironment(env) });
  const { queries, documents, revision } = request;
  const plans: SplitPlan[] = [];
  for (const [at, { definition, splits }] of selections.entries()) {
    for (const split of splits) {
      const resolved = await resolveSplit(definition, split.id, { hub, queries, documents, revision, signal });
      plans.push(planSplit(request, resolved, systems[at]!));
    }
  }
  return plans;
}
