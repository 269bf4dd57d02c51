import { isUtf8 } from 'node:buffer';
import { dataError } from '../errors.ts';
import { type FileBytesOptions, fileBytes } from '../support/file-bytes.ts';
import { parseDecimal } from '../support/parse-decimal.ts';
import { quote } from '../support/quote.ts';
import { sameBytes } from '../support/same-bytes.ts';
import { splitLines, type VisitLine } from '../support/split-lines.ts';
import { writeTextFile } from '../support/text-file.ts';
import { scoreFormatter } from './format-score.ts';
import type { TopicRanking } from './packed-ranking.ts';
import { addPlainLines } from './plain-trec-lines.ts';
import type { RunSource, WriteRunOptions } from './run-source.ts';
import { collectTopics, readInPasses } from './topic-collector.ts';
import { addRow, type TopicRows } from './topic-rows.ts';
import { findTrecFields, noFields, placeFromStart, type TrecFields } from './trec-line.ts';

export interface ReadTrecRunOptions extends FileBytesOptions {
  /** Whether a ranking is done with when the next one is asked for, so that its memory may be used again. No unless told. */
  readonly transient?: boolean | undefined;
}

/**
 * Reads a TREC run, `topic Q0 document rank score tag`, plain or gzip, topic by topic, with one topic in memory at a time.
 *
 * Spaces or tabs, CRLF and a missing line break at the end are all right; empty lines, and lines that begin with `#` and aren't rows, are
 * passed over; Q0 and rank are ignored. Documents keep the order of the file. A topic whose lines don't stand together is given
 * twice, first in part and then whole: **the later one counts**.
 *
 * @throws `data` error with file and line for too few columns, a score that is not a finite number, a document that stands twice in a
 *   topic, ids that are not UTF-8; and for a file without rows.
 */
export async function* readTrecRunTopics(path: string, options: ReadTrecRunOptions = {}): AsyncGenerator<TopicRanking, void> {
  yield* readInPasses((only) => readPass(path, options, only));
}

async function* readPass(
  path: string,
  options: ReadTrecRunOptions,
  only: ReadonlySet<string> | undefined,
): AsyncGenerator<TopicRanking, ReadonlySet<string>> {
  const fields = noFields();
  let topic: Buffer = Buffer.alloc(0);
  let rows: TopicRows | undefined;
  let tag: string | undefined;
  const topics = collectTopics(path, only, () => tag);

  const visit: VisitLine = (bytes, start, end, line) => {
    const score = readFields(path, line, bytes, start, end, fields);
    if (score === undefined) return;
    if (!sameBytes(bytes, fields.topicStart, fields.topicEnd, topic)) {
      topic = Buffer.from(bytes.subarray(fields.topicStart, fields.topicEnd));
      if (!isUtf8(topic)) throw dataError(`${path}:${line}: the topic id is not UTF-8 text: ${quote(topic.toString('utf8'))}`);
      tag ??= bytes.toString('utf8', fields.tagStart, fields.tagEnd);
      rows = topics.turnTo(topic.toString('utf8'));
    }
    if (rows !== undefined) addRow(rows, bytes, fields.documentStart, fields.documentEnd, score, line);
  };
  const lines = splitLines(path, visit, (window, line) => (rows === undefined ? 0 : addPlainLines(rows, topic, window, line)));

  for await (const chunk of fileBytes(path, options)) {
    lines.push(chunk);
    yield* topics.drain();
    if (options.transient) topics.recycle();
  }
  lines.end();
  topics.end();
  yield* topics.drain();
  if (topics.empty) throw dataError(`${path}: holds no ranking: the file is empty`);
  return topics.returning;
}

/** Finds the columns of any line. Returns the score, or undefined for a line that is to be passed over. */
function readFields(path: string, line: number, bytes: Buffer, start: number, end: number, fields: TrecFields): number | undefined {
  const columns = findTrecFields(bytes, start, end, fields);
  let score = columns < 6 ? Number.NaN : parseDecimal(bytes, fields.scoreStart, fields.scoreEnd);
  if (columns > 6 && (Number.isNaN(score) || !isWhole(bytes, fields))) {
    placeFromStart(bytes, start, end, fields);
    score = isWhole(bytes, fields) ? parseDecimal(bytes, fields.scoreStart, fields.scoreEnd) : Number.NaN;
  }
  if (!Number.isFinite(score)) {
    if (columns === 0 || bytes[start] === HASH) return undefined;
    const written = bytes.toString('utf8', fields.scoreStart, fields.scoreEnd);
    throw malformed(path, line, bytes.toString('utf8', start, end), columns, written);
  }
  const empty = fields.topicStart === fields.topicEnd ? 'topic' : fields.documentStart === fields.documentEnd ? 'document' : undefined;
  if (empty !== undefined) throw dataError(`${path}:${line}: the ${empty} id is empty: ${quote(bytes.toString('utf8', start, end))}`);
  return score;
}

/** Whether the rank is a whole number, which tells the two readings of a line with spaces in its document or tag apart. */
function isWhole(bytes: Buffer, fields: TrecFields): boolean {
  return Number.isInteger(parseDecimal(bytes, fields.rankStart, fields.rankEnd));
}

function malformed(path: string, line: number, text: string, columns: number, score: string): Error {
  const expected = 'expected six columns, topic Q0 document rank score tag';
  if (columns < 6) return dataError(`${path}:${line}: ${expected}, found ${columns}: ${quote(text)}`);
  return dataError(`${path}:${line}: the score must be a finite number, found ${quote(score)}`, { next: `In full: ${quote(text, 200)}` });
}

/**
 * Writes a run as TREC text, documents in the order of their rankings, ranks from 1; packed with gzip where `path` ends in `.gz`. The file
 * appears whole or not at all. Holds one ranking at a time of a run that stays in its file.
 *
 * Columns are parted by one space; where any topic id, document id or the run's name holds white space, by one tab in the whole file, so
 * that `readTrecRunTopics` gives back every id. Scores are written as `scoreFormatter` says, or exactly. Empty rankings leave no line.
 *
 * @throws `data` error for an id that is empty or holds a tab, a line break, a zero character or half a surrogate pair, and for a score
 *   that is not finite.
 */
export async function writeTrecRun(path: string, run: RunSource, options: WriteRunOptions = {}): Promise<void> {
  const tag = run.name === '' ? 'brightline' : run.name;
  const separator = (await holdsWhiteSpace(run, tag)) ? '\t' : ' ';
  await writeTextFile(path, async (write) => {
    for await (const [topic, { ids, scores }] of run.rankings) {
      const format = options.exact ? String : scoreFormatter(scores);
      const front = `${topic}${separator}Q0${separator}`;
      const lines = ids.map((id, index) => {
        const score = scores[index]!;
        if (!Number.isFinite(score)) throw dataError(`topic ${quote(topic)}: the score of document ${quote(id)} is ${score}`);
        return `${front}${id}${separator}${index + 1}${separator}${format(score)}${separator}${tag}\n`;
      });
      await write(lines.join(''));
    }
  });
}

/** White space, or what no id may hold. */
const unusual = /[\s\0]|\p{Surrogate}/u;
const forbidden = /[\t\n\r\0]|\p{Surrogate}/u;

async function holdsWhiteSpace(run: RunSource, tag: string): Promise<boolean> {
  let found = false;
  const check = (text: string, what: string): void => {
    if (text !== '' && !unusual.test(text)) return;
    if (text === '' || forbidden.test(text)) {
      throw dataError(`${what} can't be written in a TREC run: ${quote(text)}`, { next: 'Write score JSON instead, or rename it.' });
    }
    found = true;
  };
  check(tag, 'the run name');
  if (run.plainIds) return found;
  for await (const [topic, { ids }] of run.rankings) {
    check(topic, 'topic id');
    for (const id of ids) check(id, 'document id');
  }
  return found;
}

const HASH = 35;
