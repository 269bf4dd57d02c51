import type { InferredOptionTypes } from 'yargs';
import { fetchSplit } from '../../collection/fetch.ts';
import { hubEnvironment } from '../../collection/hub-environment.ts';
import { openHub } from '../../collection/hub-repository.ts';
import { openReferences } from '../../collection/reference.ts';
import { type ResolvedSplit, resolveSplit } from '../../collection/resolve.ts';
import { type Entry, renderEntries } from '../../report/entries.ts';
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
  act: (argv) => fetchCommand(argv as unknown as InferredOptionTypes<typeof options> & { readonly benchmarks: readonly string[] }),
};

function fetchCommand(argv: InferredOptionTypes<typeof options> & { readonly benchmarks: readonly string[] }): Promise<void> {
  return withTerminal(argv.quiet, async ({ print, note, progress, signal }) => {
    const splits = await resolveAll(argv, signal);
    const entries: Entry[] = [];
    if (!argv['dry-run']) {
      const missing = new Map(splits.flatMap((split) => split.missing).map((file) => [`${file.hash} ${file.path}`, file.size]));
      note(`to download: ${bytes([...missing.values()].reduce((sum, size) => sum + size, 0))}`);
    }
    for (const resolved of splits) {
      const { definition, split, source, missing } = resolved;
      const fetched = argv['dry-run'] ? undefined : await fetchSplit(resolved, { force: argv.force, progress, signal });
      source.files.forEach((file, at) => {
        const how = fetched?.[at]?.how ?? (missing.includes(file) ? 'to download' : 'here');
        entries.push({ benchmark: definition.name, split: split.id, file: file.path, bytes: file.size, state: how, hash: file.hash });
      });
    }
    const shown = argv.format === 'table' ? entries.map(({ hash: _, ...entry }) => entry) : entries;
    await print(renderEntries(shown, { format: argv.format, name: 'files' }));
  });
}

async function resolveAll(
  argv: InferredOptionTypes<typeof options> & { readonly benchmarks: readonly string[] },
  signal: AbortSignal,
): Promise<ResolvedSplit[]> {
  const hub = openHub({ environment: hubEnvironment(process.env) });
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
