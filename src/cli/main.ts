#!/usr/bin/env node
import module from 'node:module';
import { type CommandEntry, nameOf } from './command.ts';
import { readPlainArguments } from './plain-arguments.ts';
import { reportError } from './terminal.ts';

/** Commands are loaded only when they are asked for, so that `--help` answers at once. */
const commands: readonly CommandEntry[] = [
  {
    usage: 'run',
    describe: 'Retrieve and score: one or more systems over the splits of a benchmark',
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    usage: 'score <runs..>',
    describe: 'Score runs of any tool, by a split of a benchmark or a file of judgments',
    load: async () => (await import('./commands/score.ts')).score,
  },
  {
    usage: 'compare <runs..>',
    describe: 'Set systems side by side: a table as papers print it, and how sure the differences are',
    load: async () => (await import('./commands/compare.ts')).compare,
  },
  {
    usage: 'check <runs..>',
    describe: 'Hold runs against a baseline that was committed: regressed, improved, unchanged or inconclusive; the gate of a CI',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    usage: 'reproduce <table>',
    describe: 'Put a published table beside what is measured here, with a verdict per figure and the likely causes where it is off',
    load: async () => (await import('./commands/reproduce.ts')).reproduce,
  },
  {
    usage: 'inspect <run>',
    describe: 'Look at a topic: what a run returned for it, what moved against another, and why',
    load: async () => (await import('./commands/inspect.ts')).inspect,
  },
  {
    usage: 'fuse <runs..>',
    describe: 'Make one run of several: z-scores, weighted sums, reciprocal ranks and others',
    load: async () => (await import('./commands/fuse.ts')).fuse,
  },
  {
    usage: 'rerank <run>',
    describe: 'Put the best documents of a run in a better order: cross-encoders, language models, recorded scores',
    load: async () => (await import('./commands/rerank.ts')).rerank,
  },
  {
    usage: 'rewrite',
    describe: 'Have a language model rewrite the questions of splits, as queries for `run --queries`',
    load: async () => (await import('./commands/rewrite.ts')).rewrite,
  },
  {
    usage: 'convert <in> <out>',
    describe: 'Write a run or judgments in another form, without losing an id or a digit',
    load: async () => (await import('./commands/convert.ts')).convert,
  },
  {
    usage: 'export <what> <names..>',
    describe: 'Write collections, runs and scores as tables, Arrow or Parquet, for pandas, polars and DuckDB',
    load: async () => (await import('./commands/export.ts')).exportTables,
  },
  {
    usage: 'list <what>',
    describe: 'Show what there is: benchmarks, splits, retrievers, rerankers, rewrites, protocols, qrels, measures, fusions, runs',
    load: async () => (await import('./commands/list.ts')).list,
  },
  {
    usage: 'vectors <what> <split>',
    describe: 'Take in vectors that another tool made, or give it ours: import, export',
    load: async () => (await import('./commands/vectors.ts')).vectors,
  },
  {
    usage: 'duplicates <benchmarks..>',
    describe: 'Find documents with the same text, and those that judgments should credit',
    load: async () => (await import('./commands/duplicates.ts')).duplicates,
  },
  {
    usage: 'fetch <benchmarks..>',
    describe: 'Download and verify splits, for use offline',
    load: async () => (await import('./commands/fetch.ts')).fetch,
  },
  {
    usage: 'cache <what> [names..]',
    describe: 'Look through the Hugging Face cache, hold it against its hashes, remove what is no longer needed: ls, verify, prune',
    load: async () => (await import('./commands/cache.ts')).cache,
  },
];

/** From Node 22.8 on, compiled code is kept for the next start, in the folder for temporary files or where NODE_COMPILE_CACHE says. */
(module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();

async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  const entry = commands.find((command) => nameOf(command) === first);
  if (entry === undefined) return (await import('./parser.ts')).answerNoCommand(process.argv.slice(2), commands);
  const command = await entry.load();
  const plain = readPlainArguments(rest, entry.usage, command);
  return plain === undefined ? (await import('./parser.ts')).parseAndRun(rest, entry, command) : command.act(plain);
}

main().catch((error: unknown) => {
  process.exitCode = reportError(error);
});
