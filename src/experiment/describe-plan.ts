import { queryOrigin } from '../run/query-settings.ts';
import { findRun } from '../run/store.ts';
import type { Cascade } from './cascade.ts';
import type { SplitPlan, Step } from './plan.ts';
import type { RunRequest } from './request.ts';

/** One step as `--dry-run` tells it. */
export interface PlannedStep {
  readonly benchmark: string;
  readonly split: string;
  readonly system: string;
  readonly protocol: string;
  readonly queries: string;
  /** `repo@commit` or the folder. */
  readonly source: string;
  /** Bytes to be downloaded first. Counted with the first step that needs them. */
  readonly download: number;
  /** `run`, or `reuse` where a finished run with the same settings is stored; `then` for a stage that is known once those before it are there. */
  readonly action: 'run' | 'reuse' | 'then';
  readonly run: string;
}

/** What executing the plans would do, looked up in the run store; changes nothing. */
export async function describePlans(plans: readonly SplitPlan[], request: RunRequest, cascade: Cascade): Promise<readonly PlannedStep[]> {
  const planned: PlannedStep[] = [];
  for (const { resolved, steps } of plans) {
    const actions = await Promise.all(steps.map((step) => actionOf(step, request)));
    const { source, missing } = resolved;
    const bytes = missing.reduce((sum, { size }) => sum + size, 0);
    steps.forEach(({ settings, system, place }, at) => {
      planned.push({
        benchmark: settings.benchmark,
        split: settings.split,
        system: system.name,
        protocol: system.protocol,
        queries: queryOrigin(settings),
        source: source.kind === 'hub' ? `${source.repo}@${source.commit}` : source.folder,
        download: actions.indexOf('run') === at ? bytes : 0,
        action: actions[at]!,
        run: place.run,
      });
    });
    const { fuse, rerank } = cascade;
    const first = planned.at(-1)!;
    const count = fuse === undefined ? steps.length : 1;
    const later = [
      ...(fuse === undefined
        ? []
        : [`fuse ${steps.length} systems: ${fuse.method}${fuse.weights === undefined ? '' : ` ${fuse.weights}`}`]),
      ...(rerank === undefined ? [] : [`rerank ${count === 1 ? 'it' : `${count} systems`}: ${rerank.reranker}, depth ${rerank.depth}`]),
    ];
    for (const system of later) planned.push({ ...first, system, protocol: '', download: 0, action: 'then', run: '' });
  }
  return planned;
}

async function actionOf({ place, key }: Step, request: RunRequest): Promise<'run' | 'reuse'> {
  return !request.fresh && (await findRun(place, key)) !== undefined ? 'reuse' : 'run';
}
