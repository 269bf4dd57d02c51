import type { Corpus } from '../collection/corpus.ts';
import { dataError, interruptedError, usageError } from '../errors.ts';
import { writeFileAtomically } from '../support/atomic-file.ts';
import type { Progress } from '../support/progress.ts';
import { quote } from '../support/quote.ts';
import { writeIdList } from './id-list.ts';
import { npyHeader } from './npy.ts';
import { safetensorsHeader } from './safetensors.ts';
import { textKeys } from './text-keys.ts';
import type { VectorStore } from './vector-store.ts';

export interface ExportOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

export interface ExportedVectors {
  readonly rows: number;
  readonly dimension: number;
  /** The list of ids that was written beside the matrix, one a line. */
  readonly ids: string;
}

/** Name of the matrix in a safetensors file. */
const TENSOR = 'vectors';
/** Rows that are read and written at a time. */
const LOT_BYTES = 1 << 24;

/**
 * Writes the vectors of a corpus as `.npy` or `.safetensors`, a row for each document in corpus order, in the type in which the store keeps them; and beside
 * it, as `<path>.ids.txt`, the ids.
 *
 * @throws `usage` error for another ending; `data` error for a document whose vector the store lacks.
 */
export async function exportVectors(path: string, corpus: Corpus, store: VectorStore, options: ExportOptions): Promise<ExportedVectors> {
  const ending = /\.(npy|safetensors)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined)
    throw usageError(`${path}: vectors can be written as .npy or .safetensors`, { next: 'Give the file one of these endings.' });
  const { ids, rows } = await findRows(corpus, store, options.signal);
  const dimension = store.dimension!;
  const header =
    ending === 'npy' ? npyHeader(rows.length, dimension, store.type) : safetensorsHeader(TENSOR, rows.length, dimension, store.type);
  const task = options.progress.start('exporting vectors', { total: rows.length, unit: 'vectors' });
  try {
    await writeFileAtomically(path, async (write) => {
      await write(header);
      const lot = Math.max(1, Math.floor(LOT_BYTES / 4 / dimension));
      for (let from = 0; from < rows.length; from += lot) {
        if (options.signal?.aborted) throw interruptedError();
        const some = rows.subarray(from, from + lot);
        await write(await readInOrder(store, some, options.signal));
        task.advance(some.length);
      }
    });
  } finally {
    task.end();
  }
  const list = `${path}.ids.txt`;
  await writeIdList(list, ids);
  return { rows: rows.length, dimension, ids: list };
}

async function findRows(
  corpus: Corpus,
  store: VectorStore,
  signal: AbortSignal | undefined,
): Promise<{ readonly ids: string[]; readonly rows: Uint32Array }> {
  const ids: string[] = [];
  const rows: number[] = [];
  for await (const batch of corpus.batches(signal)) {
    if (signal?.aborted) throw interruptedError();
    const keys = textKeys(batch.map(({ text }) => text));
    batch.forEach(({ id }, at) => {
      const row = store.find(keys, at);
      if (row === undefined) {
        throw dataError(`${store.folder}: has no vector for the document ${quote(id)}`, {
          next: 'Encode the corpus with this model first.',
        });
      }
      ids.push(id);
      rows.push(row);
    });
  }
  if (ids.length === 0) throw dataError('The corpus holds no document, so there is nothing to export.');
  return { ids, rows: Uint32Array.from(rows) };
}

/** The bytes of rows in any order, each as often as it is asked for; the store wants them rising. */
async function readInOrder(store: VectorStore, rows: Uint32Array, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const dimension = store.dimension!;
  const rising = Uint32Array.from(new Set(rows)).sort();
  const Numbers = store.type === 'float32' ? Float32Array : Uint16Array;
  const vectors = new Numbers(rising.length * dimension);
  await store.read(rising, vectors, { signal });
  const placeOf = new Map([...rising].map((row, place) => [row, place]));
  const ordered = new Numbers(rows.length * dimension);
  rows.forEach((row, at) => {
    const place = placeOf.get(row)!;
    ordered.set(vectors.subarray(place * dimension, (place + 1) * dimension), at * dimension);
  });
  return new Uint8Array(ordered.buffer);
}
