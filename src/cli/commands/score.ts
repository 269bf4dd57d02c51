import type { InferredOptionTypes } from 'yargs';
import { parseMeasures } from '../../evaluate/parse-measure.ts';
import type { ScoredRun } from '../../experiment/score-run.ts';
import { type ScoreRequest, scoreRows, scoreRuns, shownMeasures } from '../../experiment/score-runs.ts';
import { scoresCsv } from '../../report/csv.ts';
import { jsonText } from '../../report/json.ts';
import { runScoresReport } from '../../report/run-scores.ts';
import type { ScoreRow } from '../../report/score-row.ts';
import { version } from '../../support/version.ts';
import { type Command, commonOptions, scorePrecisionOption, tiesOption } from '../command.ts';
import { withTerminal } from '../terminal.ts';

const options = {
  benchmark: {
    alias: 'b',
    type: 'string',
    array: true,
    describe: "The split that run files are judged by: bright:pony [default: the stored runs' own]",
  },
  qrels: { type: 'string', describe: 'A file of judgments, TREC or BEIR, instead of -b; or with -b: original, fixed' },
  measures: { alias: 'm', type: 'string', array: true, describe: "nDCG@10,R@100,...; repeatable [default: the benchmark's own]" },
  'per-topic': { type: 'boolean', default: false, describe: 'The figures of every topic as well' },
  topics: {
    choices: ['qrels', 'both'] as const,
    describe: "Mean over all judged topics, or those with a ranking [default: qrels, or as a stored run's protocol]",
  },
  'score-precision': scorePrecisionOption,
  ties: tiesOption,
  'remove-excluded': { type: 'boolean', default: false, describe: 'Take documents out of the rankings that are excluded for their topic' },
  name: { type: 'string', array: true, describe: 'Names for the runs, in their order; repeatable' },
  part: { type: 'string', describe: 'Which run of a JSON file that holds several: biology/standard' },
  plugin: { type: 'string', array: true, describe: 'An ES module with measures of your own: ./mine.js; repeatable' },
  queries: { type: 'string', describe: 'The queries that the runs were made with, for the record' },
  'long-documents': { type: 'boolean', describe: 'Judge by whole documents rather than passages [default: as stored runs searched]' },
  revision: { type: 'string', describe: "Branch, tag or commit of the dataset [default: the stored runs' own, or the benchmark's]" },
  out: { type: 'string', default: 'runs', describe: 'Folder of stored runs' },
  ...commonOptions,
} as const;

type Arguments = InferredOptionTypes<typeof options> & { readonly runs: readonly string[] };

export const score: Command = {
  positionals: {
    runs: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Run files (TREC, score JSON, Arrow, Parquet; gzip), folders of stored runs, names of stored systems',
    },
  },
  options,
  examples: [
    ['score runs/mini/proofs/bm25', 'A stored run, by the judgments it was made for (after `brightline run -b mini`)'],
    ['score run.trec.gz -b bright:pony', 'A run of another tool on a split of BRIGHT'],
    ['score a.json b.trec --qrels qrels.txt -m nDCG@10,R@100 --format md', 'Two runs by a file of judgments, as a Markdown table'],
    ['score run.trec -b bright:biology --qrels fixed --ties expected', 'Copies of relevant documents count, ties by their mean'],
  ],
  act: (argv) => scoreCommand(argv as unknown as Arguments),
};

function scoreCommand(argv: Arguments): Promise<void> {
  return withTerminal(argv.quiet, async ({ print, warn, note, progress, signal }) => {
    const request = await readRequest(argv);
    const warnings: string[] = [];
    const scored = await scoreRuns(request, {
      env: process.env,
      progress,
      signal,
      note,
      warn(message) {
        warnings.push(message);
        warn(message);
      },
    });
    const rows = scoreRows(scored, request, argv['per-topic']);
    if (argv.format === 'json') return print(jsonText(toJson(rows, scored, warnings)));
    if (argv.format === 'csv') return print(scoresCsv(rows));
    const tables = new Map(scored.map((run) => [placeOf(run.judgments), { title: titleOf(run), measures: shownMeasures(run, request) }]));
    return print(runScoresReport(rows, { format: argv.format, tableOf: (benchmark, split) => tables.get(placeOf({ benchmark, split }))! }));
  });
}

async function readRequest(argv: Arguments): Promise<ScoreRequest> {
  const families = argv.plugin && (await (await import('../../evaluate/measure-plugin.ts')).loadMeasurePlugins(argv.plugin));
  return {
    runs: argv.runs,
    names: argv.name ?? [],
    benchmarks: argv.benchmark,
    qrels: argv.qrels,
    measures: argv.measures && parseMeasures(argv.measures.join(','), { families }),
    topics: argv.topics,
    scorePrecision: argv['score-precision'],
    ties: argv.ties,
    removeExcluded: argv['remove-excluded'],
    queries: argv.queries,
    documents: argv['long-documents'] === undefined ? undefined : argv['long-documents'] ? 'long' : 'short',
    revision: argv.revision,
    part: argv.part,
    out: argv.out,
  };
}

function titleOf({ judgments: { benchmark, split, source } }: ScoredRun): string {
  if ('file' in source) return source.file;
  return source.variant === 'original' ? `${benchmark}:${split}` : `${benchmark}:${split} (${source.variant} qrels)`;
}

function placeOf({ benchmark, split }: { readonly benchmark: string; readonly split: string }): string {
  return JSON.stringify([benchmark, split]);
}

function toJson(rows: readonly ScoreRow[], scored: readonly ScoredRun[], warnings: readonly string[]): unknown {
  const runs = scored.map(({ entrant, judgments, evaluation, findings }) => ({
    run: entrant.run,
    system: entrant.system,
    benchmark: entrant.benchmark,
    split: entrant.split,
    key: entrant.manifest?.key ?? null,
    qrels: judgments.source,
    dataset: judgments.dataset,
    scoring: { topics: evaluation.topicChoice, scorePrecision: evaluation.scorePrecision, ties: evaluation.ties },
    topics: {
      judged: findings.judgedTopics,
      scored: evaluation.topics.length,
      missing: evaluation.missing,
      unjudged: findings.unjudgedTopics,
      unknown: findings.unknownTopics ?? null,
    },
    documents: { ranked: findings.documents, excluded: findings.excluded ?? null, unknown: findings.unknownDocuments ?? null },
    holes: findings.holes,
    tieSpans: Object.fromEntries(evaluation.measures.map(({ name }, at) => [name, evaluation.tieSpans[at]])),
  }));
  return { brightline: version(), command: 'score', rows, runs, warnings };
}
