import { createHash } from 'node:crypto';
import type { SplitContent } from './split-content.ts';

/** SHA-256, 64 hex digits each: equal for equal content, whatever files and order it was read from. */
export type ContentHashes = {
  readonly topics: string;
  readonly qrels: string;
  readonly excluded: string;
};

/**
 * Hashes what a split asks and how it judges. What is hashed is lines of JSON in UTF-8, each ended by LF: `["topic","text"]` for the topics,
 * `["topic","document",relevance]` for the judgments, `["topic","document"]` for the excluded ids; sorted by topic, then document, in the order of
 * UTF-16 code units.
 */
export function contentHashes({ topics, qrels, excluded }: Pick<SplitContent, 'topics' | 'qrels' | 'excluded'>): ContentHashes {
  return {
    topics: hashLines(
      sorted(
        topics,
        ({ id }) => id,
        ({ id, text }) => [[id, text]],
      ),
    ),
    qrels: hashLines(
      sorted(
        qrels,
        ([topic]) => topic,
        ([topic, judged]) => [...judged].sort(([a], [b]) => compare(a, b)).map(([document, relevance]) => [topic, document, relevance]),
      ),
    ),
    excluded: hashLines(
      sorted(
        excluded,
        ([topic]) => topic,
        ([topic, ids]) => [...ids].sort(compare).map((document) => [topic, document]),
      ),
    ),
  };
}

/** Characters that are hashed at once: a split can have hundreds of thousands of lines. */
const chunk = 1 << 16;

type Line = readonly (string | number)[];

function* sorted<Entry>(
  entries: Iterable<Entry>,
  key: (entry: Entry) => string,
  lines: (entry: Entry) => readonly Line[],
): Generator<Line> {
  for (const entry of [...entries].sort((a, b) => compare(key(a), key(b)))) yield* lines(entry);
}

function hashLines(lines: Iterable<Line>): string {
  const hash = createHash('sha256');
  let text = '';
  for (const line of lines) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < chunk) continue;
    hash.update(text);
    text = '';
  }
  return hash.update(text).digest('hex');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
