import type { ResolvedSplit } from './resolve.ts';
import { readRows } from './rows.ts';

/** Corpora of JSON lines have to be read whole for their ids; up to this many bytes that is no work worth asking for. */
const CHEAP = 256 * 2 ** 20;

/**
 * Whether the ids of a split's corpus can be had at once: all of its files are on this machine, and hold ids apart from texts, as Parquet does, or are
 * small.
 */
export async function areDocumentIdsCheap({ reading: { files, located } }: ResolvedSplit): Promise<boolean> {
  const here = await Promise.all(located.corpus.map((file) => files.isHere(file)));
  const toBeReadWhole = located.corpus.filter(({ path }) => !path.endsWith('.parquet')).reduce((sum, { size }) => sum + size, 0);
  return located.corpus.length > 0 && here.every(Boolean) && toBeReadWhole <= CHEAP;
}

/** The ids of a split's documents in corpus order, in batches, without their texts. */
export async function* readDocumentIds({ reading }: ResolvedSplit, signal?: AbortSignal): AsyncGenerator<readonly string[], void> {
  const { files, located, layout, request } = reading;
  const { id } = layout.corpusColumns(request);
  for (const file of located.corpus) {
    const { path } = await files.fetch(file, { signal });
    const options = { shownAs: `${files.shownAs}: ${file.path}`, repair: request.repair, signal };
    for await (const { rows } of readRows(path, { [id]: 'id' }, options)) yield rows.map((row) => row[id]!);
  }
}
