import type { InferredOptionTypes } from 'yargs';
import { usageError } from '../../errors.ts';
import type { Measure } from '../../evaluate/measure.ts';
import { parseMeasures } from '../../evaluate/parse-measure.ts';
import { parseAsking } from '../../experiment/asking.ts';
import { describePlans } from '../../experiment/describe-plan.ts';
import { executeSplit, type FinishedSplit } from '../../experiment/execute.ts';
import { planExperiment } from '../../experiment/plan-experiment.ts';
import type { RunRequest } from '../../experiment/request.ts';
import { mainMeasure, scoreSplit } from '../../experiment/score-split.ts';
import { defaultDepth } from '../../experiment/system.ts';
import { renderEntries } from '../../report/entries.ts';
import type { ScoreRow } from '../../report/score-row.ts';
import { scoresReport } from '../../report/scores-report.ts';
import { version } from '../../support/version.ts';
import { type Command, commonOptions, scorePrecisionOption, wholeNumber } from '../command.ts';
import { commandLine } from '../command-line.ts';
import { filesOptions, readFilesCollection, readTopics } from '../files-options.ts';
import { withTerminal } from '../terminal.ts';

const options = {
  benchmark: {
    alias: 'b',
    type: 'string',
    array: true,
    describe: 'Benchmark and splits: mini, bright:biology,pony, rar-b:temporal, ./folder:dev, hf:org/name; repeatable',
  },
  ...filesOptions,
  retriever: {
    alias: 'r',
    type: 'string',
    array: true,
    default: ['bm25'],
    describe: 'name, name:key=value,key=value, or a JSON file; repeatable',
  },
  name: { type: 'string', array: true, describe: 'Names for the systems, in the order of -r' },
  protocol: { type: 'string', describe: "BM25 protocol [default: the benchmark's own]" },
  queries: {
    type: 'string',
    default: 'original',
    describe:
      'original, a reasoned query set (gpt4), or a file of your own: JSON lines, {"topic": "text"} or id-tab-text; for several splits, a folder of them',
  },
  join: {
    type: 'string',
    describe: 'The question with the reasoning: question+reasoning, reasoning+question, or apart:RULE [default: the reasoning alone]',
  },
  steps: {
    type: 'string',
    describe:
      'Each step of the text is a query: RULE makes one ranking of theirs; with prefix:RULE each is the question and all steps so far. RULE: max, sum, rrf, last, or any of `list fusions`',
  },
  'step-depth': { type: 'number', describe: 'Documents retrieved for each query of a topic before they are combined [default: --depth]' },
  instruction: {
    choices: ['without', 'with', 'both'] as const,
    default: 'without' as const,
    describe: "Queries led by the split's instruction, as RAR-b reports too; both makes two systems of each",
  },
  'long-documents': { type: 'boolean', default: false, describe: 'Search whole documents rather than passages' },
  revision: { type: 'string', describe: "Branch, tag or commit of the dataset [default: the benchmark's own]" },
  depth: { type: 'number', default: defaultDepth, describe: 'Documents kept per topic' },
  limit: { type: 'number', describe: 'Only the first so many topics of each split' },
  measures: { alias: 'm', type: 'string', array: true, describe: "nDCG@10,R@100,...; repeatable [default: the benchmark's own]" },
  'per-topic': { type: 'boolean', default: false, describe: 'A row for every topic as well (json, csv)' },
  topics: {
    type: 'string',
    array: true,
    describe:
      'both or qrels: mean over topics with a ranking, or all judged ones [default: as the protocol]; with --corpus also a file: the topics',
  },
  'score-precision': scorePrecisionOption,
  out: { type: 'string', default: 'runs', describe: 'Folder of stored runs' },
  strict: { type: 'boolean', default: false, describe: 'Counts that match no known version are an error' },
  fresh: { type: 'boolean', default: false, describe: 'Make every run again, finished or not' },
  'dry-run': { type: 'boolean', default: false, describe: 'Say what would be downloaded and done, and stop' },
  ...commonOptions,
} as const;

export const run: Command = {
  options,
  examples: [
    ['run -b mini', 'BM25 on the benchmark that ships with brightline, offline'],
    ['run -b mini -r bm25 -r bm25:k1=1.2,b=0.75 -m nDCG@10,R@100', 'Two systems, two measures'],
    ['run -b bright:theoremqa_theorems --protocol anserini-bm25', "Anserini's BM25 on a split of BRIGHT"],
    ['run -b rar-b:commonsense --instruction both', 'Seven tasks of RAR-b, without their instructions and with them'],
    ['run --corpus docs.trec --topics topics.txt --qrels qrels.txt', 'Files of your own'],
    ['run -b bright --queries gpt4 --format md', 'All splits with GPT-4 reasoned queries, as a Markdown table'],
    ['run -b bright:pony --queries gpt4 --steps rrf', 'The steps of the reasoning one by one, fused by reciprocal ranks'],
    ['run -b bright:pony --queries ./mine.jsonl --join question+reasoning', 'Reasoning of your own, behind the question'],
  ],
  act: (argv) => runCommand(argv as unknown as InferredOptionTypes<typeof options>),
};

function runCommand(argv: InferredOptionTypes<typeof options>): Promise<void> {
  return withTerminal(argv.quiet, async ({ print, warn, note, progress, signal, emphasis }) => {
    const request = readRequest(argv);
    const { averaged } = readTopics(argv.topics);
    const measures = argv.measures === undefined ? undefined : parseMeasures(argv.measures.join(','));
    const plans = await planExperiment(request, { env: process.env, progress, signal });
    if (argv['dry-run']) {
      const steps = (await describePlans(plans, request)).map((step) => ({ ...step }));
      return print(renderEntries(steps, { format: argv.format, name: 'steps' }));
    }

    const warnings: string[] = [];
    const tell = (message: string): void => {
      warnings.push(message);
      warn(message);
    };
    const rows: ScoreRow[] = [];
    const finished: FinishedSplit[] = [];
    for (const plan of plans) {
      const split = await executeSplit(plan, request, { progress, signal, warn: tell });
      for (const line of provenance(split)) note(line);
      const options = { measures, scorePrecision: argv['score-precision'], topics: averaged, perTopic: argv['per-topic'], warn: tell };
      rows.push(...(await scoreSplit(split, request, options)));
      finished.push(split);
    }
    if (argv.format === 'json') return print(json(rows, finished, warnings));
    return print(
      scoresReport(rows, {
        format: argv.format,
        columns: columnsOf(finished),
        counts: new Set(
          (measures ?? []).filter(({ aggregation }) => aggregation === 'sum' || aggregation === 'count').map(({ name }) => name),
        ),
        shown: (benchmark, measure) => (measures ?? mainMeasures(finished, benchmark, request)).some(({ name }) => name === measure),
        emphasis,
      }),
    );
  });
}

function readRequest(argv: InferredOptionTypes<typeof options>): RunRequest {
  const names = argv.name ?? [];
  if (names.length > 0 && names.length !== argv.retriever.length) {
    throw usageError(`--name is given ${names.length} times and -r ${argv.retriever.length} times`, {
      next: 'Give one name for each retriever, in the same order.',
    });
  }
  return {
    benchmarks: argv.benchmark ?? [],
    files: readFilesCollection(argv, readTopics(argv.topics).file),
    instruction: argv.instruction,
    systems: argv.retriever.map((spec, i) => ({ spec, name: names[i] })),
    protocol: argv.protocol,
    queries: argv.queries,
    asking: parseAsking({
      join: argv.join,
      steps: argv.steps,
      stepDepth: wholeNumber('step-depth', argv['step-depth'], 1),
      queries: argv.queries,
    }),
    documents: argv['long-documents'] ? 'long' : 'short',
    revision: argv.revision,
    depth: wholeNumber('depth', argv.depth, 1) ?? defaultDepth,
    limit: wholeNumber('limit', argv.limit, 1) ?? null,
    out: argv.out,
    strict: argv.strict,
    fresh: argv.fresh,
    command: commandLine(process.argv),
  };
}

/** What each score stands on, in a line per run. */
function provenance({ plan, steps }: FinishedSplit): string[] {
  return steps.map(({ step, manifest, reused }) => {
    const { documents, topics } = manifest.counts;
    const seconds = Object.values(manifest.seconds).reduce((sum, stage) => sum + stage, 0);
    const made = reused ? 'found finished' : `made in ${seconds.toFixed(1)} s`;
    const known = manifest.version.matches.map((name) => `"${name}"`).join(', ');
    const counted = `${topics} topics, ${documents.toLocaleString('en-US')} documents${known === '' ? '' : `, as in version ${known}`}`;
    return `${plan.definition.name}:${plan.split.id} ${step.system.name} (${step.system.protocol}): ${counted}; ${made}: ${step.place.run}`;
  });
}

function mainMeasures(finished: readonly FinishedSplit[], benchmark: string, request: RunRequest): readonly Measure[] {
  const { definition } = finished.find(({ plan }) => plan.definition.name === benchmark)!.plan;
  return [mainMeasure(definition, request)];
}

function columnsOf(finished: readonly FinishedSplit[]): ReadonlyMap<string, readonly { split: string; title: string }[]> {
  const columns = new Map<string, { split: string; title: string }[]>();
  for (const { plan } of finished) {
    const { name } = plan.definition;
    columns.set(name, [...(columns.get(name) ?? []), { split: plan.split.id, title: plan.split.short }]);
  }
  return columns;
}

function json(rows: readonly ScoreRow[], finished: readonly FinishedSplit[], warnings: readonly string[]): string {
  const runs = finished.flatMap(({ steps }) =>
    steps.map(({ step, manifest, reused }) => ({
      benchmark: step.settings.benchmark,
      split: step.settings.split,
      system: step.system.name,
      protocol: step.system.protocol,
      run: step.place.run,
      manifest: step.place.manifest,
      reused,
      dataset: manifest.dataset,
      version: manifest.version,
      counts: manifest.counts,
      seconds: manifest.seconds,
    })),
  );
  return `${JSON.stringify({ brightline: version(), command: 'run', rows, runs, warnings }, null, 2)}\n`;
}
