import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import { addTopicId } from './bright-examples.ts';
import type { Qrels } from './qrels.ts';
import { readRows } from './rows.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';
import type { SplitRequest } from './split-content.ts';
import type { Topic } from './topic.ts';

export interface TopicColumns {
  readonly id: string;
  /** Joined with spaces; what a topic lacks is passed over, unless it lacks all. */
  readonly text: readonly string[];
}

/**
 * Reads topics from files that hold nothing else, in file order.
 *
 * @throws `data` error naming the rows for a topic id that is empty or occurs twice, and for a topic without text.
 */
export async function readTopics(
  files: SourceFiles,
  topics: readonly SourceFile[],
  columns: TopicColumns,
  { repair }: SplitRequest,
  signal: AbortSignal | undefined,
): Promise<readonly Topic[]> {
  const read: Topic[] = [];
  const places = new Map<string, string>();
  const [only] = columns.text;
  const optional = columns.text.length > 1;
  const wanted = Object.fromEntries(columns.text.map((name) => [name, optional ? ('text?' as const) : ('text' as const)]));
  for (const file of topics) {
    const { path } = await files.fetch(file, { signal });
    const options = { shownAs: `${files.shownAs}: ${file.path}`, repair, signal };
    for await (const { rows, place } of readRows(path, { ...wanted, [columns.id]: 'id' as const }, options)) {
      for (const [at, row] of rows.entries()) {
        const id = row[columns.id] as string;
        addTopicId(places, id, place(at));
        const texts = columns.text.flatMap((name) => row[name] ?? []);
        if (texts.length === 0) throw dataError(`${place(at)}: the topic has none of ${columns.text.join(', ')}`);
        read.push({ id, text: optional ? texts.join(' ') : (row[only!] as string) });
      }
    }
  }
  return read;
}

/**
 * The topics that are judged, in their order: files of queries often serve several splits.
 *
 * @throws `data` error when there are none.
 */
export function judgedTopics(topics: readonly Topic[], qrels: Qrels, place: string): readonly Topic[] {
  const judged = topics.filter(({ id }) => qrels.has(id));
  if (judged.length > 0) return judged;
  const [first] = topics;
  if (first === undefined) throw dataError(`${place}: there are no topics`);
  const [other = ''] = qrels.keys();
  throw dataError(
    `${place}: none of the ${topics.length} topics is judged: the first is ${quote(first.id)}, the first judged ${quote(other)}`,
  );
}
