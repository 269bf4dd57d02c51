import type { InferredOptionTypes } from 'yargs';
import { type Duplicates, findDuplicates } from '../../experiment/duplicates.ts';
import { type Entry, renderEntries } from '../../report/entries.ts';
import { type Command, commonOptions } from '../command.ts';
import { withTerminal } from '../terminal.ts';

const options = {
  copies: { type: 'boolean', default: false, describe: 'Every copy of a relevant document, rather than counts' },
  'long-documents': { type: 'boolean', default: false, describe: 'Whole documents rather than passages' },
  revision: { type: 'string', describe: "Branch, tag or commit of the dataset [default: the benchmark's own]" },
  ...commonOptions,
} as const;

type Arguments = InferredOptionTypes<typeof options> & { readonly benchmarks: readonly string[] };

export const duplicates: Command = {
  positionals: { benchmarks: { type: 'string', array: true, demandOption: true, describe: 'bright:biology,pony' } },
  options,
  examples: [
    ['duplicates mini', 'How often documents repeat each other, and how many judgments the fixed qrels add'],
    ['duplicates bright:stackexchange --copies --format csv', 'Every document with the text of a relevant one that is not credited'],
    ['convert bright:biology fixed.txt --qrels fixed', 'The judgments with those copies, as a file'],
  ],
  act: (argv) => duplicatesCommand(argv as unknown as Arguments),
};

function duplicatesCommand(argv: Arguments): Promise<void> {
  return withTerminal(argv.quiet, async ({ print, progress, signal }) => {
    const request = {
      benchmarks: argv.benchmarks,
      documents: argv['long-documents'] ? ('long' as const) : ('short' as const),
      revision: argv.revision,
    };
    const entries: Entry[] = [];
    for await (const found of findDuplicates(request, { env: process.env, progress, signal })) {
      entries.push(...(argv.copies ? copiesOf(found) : [countsOf(found)]));
    }
    await print(renderEntries(entries, { format: argv.format, name: argv.copies ? 'copies' : 'duplicates' }));
  });
}

function countsOf({ benchmark, split, copies, ...counts }: Duplicates): Entry {
  const { documents, empty, texts, repeated, largest } = counts;
  const topics = new Set(copies.map(({ topic }) => topic)).size;
  return { benchmark, split, documents, empty, texts, repeated, 'largest group': largest, 'uncredited copies': copies.length, topics };
}

function copiesOf({ benchmark, split, copies }: Duplicates): readonly Entry[] {
  return copies.map(({ topic, document, copyOf, relevance }) => ({ benchmark, split, topic, document, 'copy of': copyOf, relevance }));
}
