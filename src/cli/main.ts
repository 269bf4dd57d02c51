#!/usr/bin/env node
import yargs, { type Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { version } from '../support/version.ts';
import { type Command, explainUsage } from './command.ts';
import { reportError } from './terminal.ts';

interface CommandEntry {
  readonly usage: string;
  readonly describe: string;
  load(): Promise<Command>;
}

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
    usage: 'inspect <run>',
    describe: 'Look at a topic: what a run returned for it, what moved against another, and why',
    load: async () => (await import('./commands/inspect.ts')).inspect,
  },
  {
    usage: 'convert <in> <out>',
    describe: 'Write a run or judgments in another form, without losing an id or a digit',
    load: async () => (await import('./commands/convert.ts')).convert,
  },
  {
    usage: 'list <what>',
    describe: 'Show what there is: benchmarks, splits, retrievers, protocols, qrels, measures, runs',
    load: async () => (await import('./commands/list.ts')).list,
  },
  {
    usage: 'fetch <benchmarks..>',
    describe: 'Download and verify splits, for use offline',
    load: async () => (await import('./commands/fetch.ts')).fetch,
  },
];

const exitCodes =
  'Exit codes: 0 fine, 1 a check found a regression, 2 wrong usage, 3 bad data or network, 4 a missing capability, 130 stopped.';

async function main(): Promise<void> {
  const [first, ...rest] = hideBin(process.argv);
  const entry = commands.find(({ usage }) => nameOf(usage) === first);
  return entry === undefined ? runNoCommand() : runCommand(entry, rest);
}

/** What every parser understands, and how it tells what it doesn't. */
function parserOf(args: readonly string[], options: readonly string[]): Argv {
  return yargs(args)
    .version(version())
    .help()
    .alias('help', 'h')
    .strict()
    .parserConfiguration({ 'dot-notation': false, 'greedy-arrays': false, 'parse-positional-numbers': false })
    .epilogue(exitCodes)
    .wrap(Math.min(120, process.stdout.columns ?? 100))
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? explainUsage(message, { options, commands: commands.map(({ usage }) => nameOf(usage)) });
    });
}

/** Says what there is, or that there is no such command. */
async function runNoCommand(): Promise<void> {
  const parser = parserOf(hideBin(process.argv), [])
    .scriptName('brightline')
    .usage('$0 <command>\n\nThe evaluation harness for reasoning-intensive retrieval.')
    .demandCommand(1, 'a command is missing')
    .example('$0 run -b mini', 'BM25 on the benchmark that ships with brightline, offline')
    .example('$0 run -b bright:biology,pony -r bm25', 'BM25 on two splits of BRIGHT, from the Hugging Face Hub')
    .example('$0 fetch bright:biology', 'Download a split now, for HF_HUB_OFFLINE=1 later');
  for (const { usage, describe } of commands) parser.command(usage, describe);
  await parser.parseAsync();
}

/**
 * Runs a command with a parser of its own, which knows it as the only one: of one command among several, yargs lays out the help each time
 * before it runs it, asked for or not, and that takes longer than scoring a run.
 */
async function runCommand({ usage, describe, load }: CommandEntry, args: readonly string[]): Promise<void> {
  const command = await load();
  const { positionals = {}, options, examples } = command;
  await parserOf(args, ['help', 'version', ...Object.keys(options)])
    .scriptName(`brightline ${nameOf(usage)}`)
    .command(
      usage.replace(/^\S+/, '$0'),
      describe,
      (parser: Argv) => {
        for (const [name, positional] of Object.entries(positionals)) parser.positional(name, positional);
        return parser.options(options).example(examples.map(([line, purpose]) => [`brightline ${line}`, purpose]));
      },
      (argv) => command.act(argv),
    )
    .parseAsync();
}

function nameOf(usage: string): string {
  return usage.split(' ')[0]!;
}

main().catch((error: unknown) => {
  process.exitCode = reportError(error);
});
