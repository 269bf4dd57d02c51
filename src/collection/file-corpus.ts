import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import type { Corpus, Document } from './corpus.ts';
import type { Layout } from './layout.ts';
import { countRows, readRows } from './rows.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';

export interface FileCorpusOptions {
  /** Which columns hold ids and texts. */
  readonly columns: Layout['corpusColumns'];
  /** What a person can do about a damaged file. */
  readonly repair: string;
  readonly expectedDocuments: number | undefined;
}

/**
 * A corpus that is read from its files, one after the other, each time it is asked for; a file that isn't on this machine yet is downloaded first.
 * Ids must not be empty and not occur twice, in all files together; texts may be empty.
 */
export function fileCorpus(files: SourceFiles, corpus: readonly SourceFile[], options: FileCorpusOptions): Corpus {
  return {
    expectedDocuments: options.expectedDocuments,
    async *batches(signal) {
      const seen = new Set<string>();
      for await (const { documents, place } of read(files, corpus, options, signal)) {
        for (const [at, { id }] of documents.entries()) {
          if (id === '') throw dataError(`${place(at)}: the document id is empty`);
          if (seen.has(id))
            throw dataError(`${place(at)}: the document id ${quote(id)} stands already at ${await firstPlace(files, corpus, options, id)}`);
          seen.add(id);
        }
        yield documents;
      }
    },
  };
}

/** Documents in all files together: from the footers of Parquet files, else by reading them through. */
export async function countDocuments(
  files: SourceFiles,
  corpus: readonly SourceFile[],
  repair: string,
  signal?: AbortSignal,
): Promise<number> {
  let count = 0;
  for (const file of corpus) {
    const { path } = await files.fetch(file, { signal });
    count += await countRows(path, { shownAs: `${files.shownAs}: ${file.path}`, repair, signal });
  }
  return count;
}

async function* read(
  files: SourceFiles,
  corpus: readonly SourceFile[],
  { columns: { columns, id, text }, repair }: FileCorpusOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly documents: readonly Document[]; place(at: number): string }, void> {
  if (corpus.length === 0) throw new Error(`${files.shownAs}: the corpus was left out when the split was resolved`);
  for (const file of corpus) {
    const { path } = await files.fetch(file, { signal });
    const options = { shownAs: `${files.shownAs}: ${file.path}`, repair, signal };
    for await (const { rows, place } of readRows(path, columns, options)) {
      yield { documents: rows.map((row) => ({ id: row[id] as string, text: row[text] as string })), place };
    }
  }
}

/** Where an id stands first. Only asked when it stands somewhere twice, so that no places need be kept. */
async function firstPlace(files: SourceFiles, corpus: readonly SourceFile[], options: FileCorpusOptions, wanted: string): Promise<string> {
  for await (const { documents, place } of read(files, corpus, options, undefined)) {
    const at = documents.findIndex(({ id }) => id === wanted);
    if (at >= 0) return place(at);
  }
  return 'an earlier row';
}
