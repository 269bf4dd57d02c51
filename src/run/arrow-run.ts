import { RecordBatchReader } from 'apache-arrow';
import { BrightlineError, dataError } from '../errors.ts';
import { checkArrow } from '../support/check-arrow.ts';
import { type FileBytesOptions, openFile } from '../support/file-bytes.ts';
import type { TopicRanking } from './packed-ranking.ts';
import { findColumns, readTable } from './table-rows.ts';
import { readInPasses } from './topic-collector.ts';

/**
 * Reads a run from an Arrow IPC file with columns for topic, document and score (see `findColumns`), record batch by record batch.
 *
 * @throws `data` error for a missing column, a cell that is no id or no finite number, a document that occurs twice in a topic, a damaged
 *   file.
 */
export async function* readArrowRunTopics(path: string, options: FileBytesOptions = {}): AsyncGenerator<TopicRanking, void> {
  yield* readInPasses((only) => readPass(path, options, only));
}

async function* readPass(
  path: string,
  { signal }: FileBytesOptions,
  only: ReadonlySet<string> | undefined,
): AsyncGenerator<TopicRanking, ReadonlySet<string>> {
  const handle = await openFile(path);
  try {
    await checkArrow(path, handle);
    const reader = await RecordBatchReader.from(handle);
    await reader.open();
    const columns = findColumns(
      path,
      reader.schema.fields.map(({ name }) => name),
    );
    const table = readTable(path, columns, only);
    for await (const batch of reader) {
      signal?.throwIfAborted();
      const topics = batch.getChild(columns.topic)!;
      const documents = batch.getChild(columns.document)!;
      const scores = batch.getChild(columns.score)!;
      for (let row = 0; row < batch.numRows; row++) table.add(topics.get(row), documents.get(row), scores.get(row));
      yield* table.drain();
    }
    const returning = table.end();
    yield* table.drain();
    return returning;
  } catch (error) {
    if (error instanceof BrightlineError || signal?.aborted) throw error;
    throw dataError(`${path}: can't be read as Arrow: ${(error as Error).message}`, { cause: error });
  } finally {
    await handle.close().catch(() => {});
  }
}
