import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { BrightlineError, dataError } from '../errors.ts';
import type { FileBytesOptions } from '../support/file-bytes.ts';
import type { TopicRanking } from './packed-ranking.ts';
import { findColumns, readTable } from './table-rows.ts';
import { readInPasses } from './topic-collector.ts';

/**
 * Reads a run from a Parquet file with columns for topic, document and score (see `findColumns`), row group by row group.
 *
 * @throws `data` error for a missing column, a cell that is no id or no finite number, a document that occurs twice in a topic, a damaged
 *   file.
 */
export async function* readParquetRunTopics(path: string, options: FileBytesOptions = {}): AsyncGenerator<TopicRanking, void> {
  yield* readInPasses((only) => readPass(path, options, only));
}

async function* readPass(
  path: string,
  { signal }: FileBytesOptions,
  only: ReadonlySet<string> | undefined,
): AsyncGenerator<TopicRanking, ReadonlySet<string>> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const present = parquetSchema(metadata).children.map(({ element }) => element.name);
    const columns = findColumns(path, present);
    const table = readTable(path, columns, only);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      signal?.throwIfAborted();
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await parquetReadObjects({ file, metadata, columns: Object.values(columns), rowStart, rowEnd, compressors });
      for (const row of rows) table.add(row[columns.topic], row[columns.document], row[columns.score]);
      rowStart = rowEnd;
      yield* table.drain();
    }
    const returning = table.end();
    yield* table.drain();
    return returning;
  } catch (error) {
    if (error instanceof BrightlineError || signal?.aborted) throw error;
    throw dataError(`${path}: can't be read as Parquet: ${(error as Error).message}`, { cause: error });
  }
}
