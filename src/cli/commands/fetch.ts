import type { InferredOptionTypes } from 'yargs';
import { type FetchedSplitFile, fetchSplit } from '../../collection/fetch.ts';
import type { HubEnvironment } from '../../collection/hub-environment.ts';
import type { Hub } from '../../collection/hub-repository.ts';
import { checkFetchRoom, type FetchPlan, planFetch } from '../../collection/plan-fetch.ts';
import { openReferences } from '../../collection/reference.ts';
import { type ResolvedSplit, resolveSplit } from '../../collection/resolve.ts';
import { BrightlineError } from '../../errors.ts';
import { openSession } from '../../experiment/open-session.ts';
import { type Entry, renderEntries } from '../../report/entries.ts';
import { jsonText } from '../../report/json.ts';
import { joinedProgress } from '../../support/joined-progress.ts';
import type { Progress } from '../../support/progress.ts';
import { type Command, commonOptions } from '../command.ts';
import { bytes } from '../progress-line.ts';
import { withTerminal } from '../terminal.ts';

const options = {
  queries: { type: 'string', array: true, default: ['original'], describe: 'original, or a reasoned query set: gpt4; repeatable' },
  'long-documents': { type: 'boolean', default: false, describe: 'Whole documents rather than passages' },
  revision: { type: 'string', describe: "Branch, tag or commit of the dataset [default: the benchmark's own]" },
  force: { type: 'boolean', default: false, describe: 'Check files that are here against their hashes, and download damaged ones anew' },
  'dry-run': { type: 'boolean', default: false, describe: 'Say what would be downloaded, and stop' },
  ...commonOptions,
} as const;

export const fetch: Command = {
  positionals: { benchmarks: { type: 'string', array: true, demandOption: true, describe: 'bright:biology,pony' } },
  options,
  examples: [
    ['fetch mini', 'Nothing to download: mini ships with brightline'],
    ['fetch bright:biology,pony', 'Two splits into the Hugging Face cache, verified by size and SHA-256'],
    ['fetch bright --dry-run', 'How much all of BRIGHT is'],
  ],
  act: (argv) => fetchCommand(argv as unknown as Arguments),
};

type Arguments = InferredOptionTypes<typeof options> & { readonly benchmarks: readonly string[] };

function fetchCommand(argv: Arguments): Promise<void> {
  return withTerminal(argv.quiet, async ({ print, note, warn, progress, signal }) => {
    const { format, force, 'dry-run': dryRun } = argv;
    const hub = openSession(process.env, progress);
    const { environment } = hub.transport;
    const splits = await resolveAll(argv, hub, signal);
    const plan = await planFetch(splits, environment);
    note(describePlan(plan, environment.cache));
    if (dryRun) tellRoom(plan, environment, warn);
    else checkFetchRoom(plan, environment);
    const fetched = dryRun ? undefined : await fetchAll(splits, plan, { force, progress, signal });
    const entries = splits.flatMap(({ definition, split, source, missing }, at) =>
      source.files.map((file, place): Entry => {
        const state = fetched?.[at]?.[place]?.how ?? (missing.includes(file) ? 'to download' : 'here');
        return { benchmark: definition.name, split: split.id, file: file.path, bytes: file.size, state, hash: file.hash };
      }),
    );
    if (format === 'json') return print(jsonText({ files: entries, plan }));
    const shown = format === 'table' ? entries.map(({ hash: _, ...entry }) => entry) : entries;
    await print(renderEntries(shown, { format, name: 'files' }));
  });
}

async function resolveAll(argv: Arguments, hub: Hub, signal: AbortSignal): Promise<readonly ResolvedSplit[]> {
  const resolved: ResolvedSplit[] = [];
  for (const { definition, splits } of await openReferences(argv.benchmarks)) {
    for (const split of splits) {
      for (const queries of argv.queries) {
        const documents = argv['long-documents'] ? 'long' : 'short';
        resolved.push(await resolveSplit(definition, split.id, { hub, queries, documents, revision: argv.revision, signal }));
      }
    }
  }
  return resolved;
}

/** `to download: 5.2 MB in 2 files (1.0 MB of it is left from before); here already: …; free in …/hub: 96.1 GB` */
function describePlan({ download, left, here, free }: FetchPlan, cache: string): string {
  const amount = ({ files, bytes: size }: FetchPlan['here']): string =>
    files === 0 ? 'nothing' : `${bytes(size)} in ${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
  const before = left === 0 ? '' : ` (${bytes(left)} of it is left from before)`;
  const room = free === undefined ? '' : `; free in ${cache}: ${bytes(free)}`;
  return `to download: ${amount(download)}${before}; here already: ${amount(here)}${download.files === 0 ? '' : room}`;
}

/** A look ahead goes on where the download would be refused. */
function tellRoom(plan: FetchPlan, environment: HubEnvironment, warn: (message: string) => void): void {
  try {
    checkFetchRoom(plan, environment);
  } catch (error) {
    if (!(error instanceof BrightlineError)) throw error;
    warn(error.message);
  }
}

/** Fetches split after split under one account of the bytes, which tells the time that is left for all of them. */
async function fetchAll(
  splits: readonly ResolvedSplit[],
  { download, here }: FetchPlan,
  { force, progress, signal }: { readonly force: boolean; readonly progress: Progress; readonly signal: AbortSignal },
): Promise<readonly (readonly FetchedSplitFile[])[]> {
  const total = download.bytes + (force ? here.bytes : 0);
  const task = progress.start(force ? 'verifying and fetching' : 'fetching', { unit: 'bytes', total });
  try {
    const fetched: (readonly FetchedSplitFile[])[] = [];
    const counted = new Set<string>();
    for (const split of splits) {
      // What splits share comes with the first of them, and must count once.
      const missing = split.missing.filter(({ hash, path }) => !counted.has(`${hash} ${path}`));
      for (const { hash, path } of missing) counted.add(`${hash} ${path}`);
      fetched.push(await fetchSplit({ ...split, missing }, { force, progress: joinedProgress(progress, task), signal }));
    }
    return fetched;
  } finally {
    task.end();
  }
}
