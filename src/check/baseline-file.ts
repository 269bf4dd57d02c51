import { z } from 'zod';
import { BrightlineError, dataError } from '../errors.ts';
import { writeFileAtomically } from '../support/atomic-file.ts';
import { canonicalJson, fingerprint } from '../support/fingerprint.ts';
import { describeIssues, readJsonFile } from '../support/json-file.ts';
import { quote } from '../support/quote.ts';
import { parseStrictJson } from '../support/strict-json.ts';
import { version } from '../support/version.ts';
import { isSettledAlike, packValues, unpackValues } from './packed-values.ts';
import { isSamePlace, placeName, type Score, type Snapshot, type SplitFacts, snapshotOf } from './snapshot.ts';

/** Raised whenever a file of before would be read amiss. */
export const baselineFormat = 1;

const head = z.object({ baseline: z.literal('brightline'), format: z.number().int() });

const figure = z.number().min(-1e9).max(1e9);

const body: z.ZodType<FileBody> = z.object({
  scoring: z.object({
    scorePrecision: z.enum(['float32', 'float64']),
    ties: z.enum(['trec', 'input', 'optimistic', 'pessimistic', 'expected']),
  }),
  splits: z
    .array(
      z.object({
        benchmark: z.string(),
        split: z.string(),
        dataset: z.object({ repo: z.string(), commit: z.string() }).nullable(),
        qrels: z.object({ variant: z.string(), hash: z.string() }),
        files: z.array(z.object({ path: z.string(), hash: z.string() })),
        topics: z.array(z.string()).min(1),
      }),
    )
    .min(1),
  scores: z
    .array(
      z.object({
        benchmark: z.string(),
        system: z.string(),
        split: z.string(),
        measure: z.string(),
        protocol: z.string().nullable(),
        queries: z.string().nullable(),
        mean: figure,
        repeats: z.array(figure),
        missing: z.array(z.string()),
        hash: z.string(),
        values: z.string(),
      }),
    )
    .min(1),
});

interface FileBody extends Omit<Snapshot, 'scores'> {
  readonly scores: readonly FileScore[];
}

/** `hash`: of the topics with their values, so that an edit by hand or a bad merge shows. */
type FileScore = Omit<Score, 'values'> & { readonly hash: string; readonly values: string };

/**
 * A snapshot as text to be committed: JSON with a line per split and a line per score, means readable, values of topics packed. A change of one score is a
 * change of one line. Equal snapshots give equal text; there is no date in it.
 *
 * Size: about four characters per topic and measure, and the ids of the topics once per split; 30 kB for the 1,384 topics of BRIGHT and one measure, 20 of
 * them for the ids, and 8 for each further measure or system.
 */
export function baselineText(snapshot: Snapshot): string {
  const { scoring, splits, scores } = snapshotOf(snapshot);
  const lines = (rows: readonly string[]): string => `[\n${rows.map((row) => `    ${row}`).join(',\n')}\n  ]`;
  const fields = [
    '"baseline": "brightline"',
    `"format": ${baselineFormat}`,
    `"brightline": ${JSON.stringify(version())}`,
    `"scoring": ${JSON.stringify({ scorePrecision: scoring.scorePrecision, ties: scoring.ties })}`,
    `"splits": ${lines(splits.map((facts) => JSON.stringify(splitRow(facts))))}`,
    `"scores": ${lines(scores.map((score) => JSON.stringify(scoreRow(score, topicsOf(score, splits)))))}`,
  ];
  return `{\n${fields.map((field) => `  ${field}`).join(',\n')}\n}\n`;
}

/** Writes a baseline, whole or not at all. */
export async function writeBaseline(path: string, snapshot: Snapshot): Promise<void> {
  const text = baselineText(snapshot);
  await writeFileAtomically(path, (write) => write(text));
}

/**
 * Reads a baseline.
 *
 * @throws `data` error that names the file and the field for one that is missing, is no baseline of brightline, was written in a later format, or holds
 *   what doesn't fit together.
 */
export async function readBaseline(path: string): Promise<Snapshot> {
  const json = await readJsonFile(path, z.unknown(), path, parseStrictJson);
  const found = head.safeParse(json);
  if (!found.success) {
    throw dataError(`${path}: is no baseline of brightline`, { next: '`brightline check RUN... --baseline FILE --update` writes one.' });
  }
  const { format } = found.data;
  if (format !== baselineFormat) {
    throw dataError(`${path}: is written in format ${format}, and brightline ${version()} reads format ${baselineFormat}`, {
      next: format > baselineFormat ? 'Update brightline.' : 'Write it anew with --update.',
    });
  }
  const parsed = body.safeParse(json);
  if (!parsed.success) throw dataError(`${path}: ${describeIssues(parsed.error)}`, { cause: parsed.error });
  const { scoring, splits, scores } = parsed.data;
  refuseRepeated(path, 'splits', splits.map(placeName));
  refuseRepeated(path, 'scores', scores.map(nameOf));
  for (const [at, { topics }] of splits.entries()) refuseRepeated(path, `splits[${at}].topics`, topics);
  return snapshotOf({ scoring, splits, scores: scores.map((row, at) => readScore(row, splits, `${path}: scores[${at}]`)) });
}

function splitRow({ benchmark, split, dataset, qrels, files, topics }: SplitFacts): SplitFacts {
  return {
    benchmark,
    split,
    dataset: dataset && { repo: dataset.repo, commit: dataset.commit },
    qrels: { variant: qrels.variant, hash: qrels.hash },
    files: files.map(({ path, hash }) => ({ path, hash })),
    topics,
  };
}

function scoreRow(score: Score, topics: readonly string[]): FileScore {
  const { benchmark, system, split, measure, protocol, queries, mean, repeats, missing } = score;
  const values = packValues(score.values);
  return { benchmark, system, split, measure, protocol, queries, mean, repeats, missing, hash: hashOf(topics, values), values };
}

function readScore({ hash, values: packed, ...row }: FileScore, splits: readonly SplitFacts[], place: string): Score {
  const topics = topicsOf(row, splits, place);
  const values = led(`${place}.values: `, () => unpackValues(packed, topics.length));
  if (hashOf(topics, packed) !== hash) {
    throw dataError(`${place}.hash: ${quote(hash)} is not that of the values and topics, which is ${hashOf(topics, packed)}`, {
      next: 'The file was changed after it was written: take it from version control, or write it anew with --update.',
    });
  }
  const sum = values.reduce((total, value) => total + value, 0);
  if (!isSettledAlike(row.mean, sum / values.length)) {
    throw dataError(`${place}.mean: ${row.mean} is not the mean of the values, which is ${sum / values.length}`);
  }
  const strange = row.missing.find((topic) => !topics.includes(topic));
  if (strange !== undefined) throw dataError(`${place}.missing: ${quote(strange)} is none of the split's topics`);
  return { ...row, values };
}

function topicsOf(score: Pick<Score, 'benchmark' | 'split'>, splits: readonly SplitFacts[], place?: string): readonly string[] {
  const facts = splits.find((split) => isSamePlace(split, score));
  if (facts === undefined) throw dataError(`${place === undefined ? '' : `${place}: `}${quote(placeName(score))} is none of the splits`);
  return facts.topics;
}

function hashOf(topics: readonly string[], values: string): string {
  return fingerprint([topics, values]).slice(0, 16);
}

function nameOf({ benchmark, split, system, measure }: FileScore): string {
  return canonicalJson([benchmark, split, system, measure]);
}

function refuseRepeated(path: string, field: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw dataError(`${path}: ${field}: ${quote(name)} stands there twice`, { next: 'Keep the one that is right, or use --update.' });
    seen.add(name);
  }
}

/** What `read` gives, its errors led by the place. */
function led<Value>(place: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof BrightlineError) throw dataError(`${place}${error.message}`, { cause: error });
    throw error;
  }
}
