import type { Corpus, Document } from '../collection/corpus.ts';
import { dataError, interruptedError } from '../errors.ts';
import type { Progress } from '../support/progress.ts';
import { quote } from '../support/quote.ts';
import { type CheckedSample, checkSample, type SampleCheck, sampleRows } from './check-sample.ts';
import { KeyTable } from './key-table.ts';
import { type MatrixFile, type OpenMatrixOptions, openMatrix } from './matrix-file.ts';
import { keyLength, textKeys } from './text-keys.ts';
import { measureVectors } from './vector-norms.ts';
import { unknownTokens } from './vector-rows.ts';
import type { VectorStore } from './vector-store.ts';

export interface ImportOptions extends OpenMatrixOptions {
  /** The document of each row. Left out: rows stand in corpus order. */
  readonly ids?: readonly string[] | undefined;
  /** Hold some rows against an encoder before anything is added. */
  readonly check?: SampleCheck | undefined;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

export interface ImportedVectors {
  readonly rows: number;
  readonly dimension: number;
  /** Vectors of texts that the store didn't have. */
  readonly added: number;
  readonly sample: CheckedSample | undefined;
}

/**
 * Adds vectors that another tool made of a corpus to a store: a `.npy` or `.safetensors` file with a row for each document. All of it is checked first:
 * as many rows as documents, each document with its row, vectors of the store's dimension, every number finite, and a sample against
 * an encoder where one is given. Texts that the store has keep the vector they have.
 *
 * @throws `data` error that names the file and the row or document that doesn't fit.
 */
export async function importVectors(path: string, corpus: Corpus, store: VectorStore, options: ImportOptions): Promise<ImportedVectors> {
  const matrix = await openMatrix(path, options);
  try {
    if (store.dimension !== undefined && matrix.columns !== store.dimension) {
      throw dataError(`${path}: has vectors of ${matrix.columns} numbers, the store ${store.folder} of ${store.dimension}`, {
        next: 'Vectors of one model have one length: check which model made them.',
      });
    }
    const rowOf = rowFinder(path, matrix, options.ids);
    const sampled = await matchDocuments(matrix, corpus, rowOf, options);
    await checkNumbers(matrix, options);
    const sample = options.check === undefined ? undefined : await checkSample(matrix, sampled, options.check, options);
    const added = await addRows(matrix, corpus, rowOf, store, options);
    return { rows: matrix.rows, dimension: matrix.columns, added, sample };
  } finally {
    await matrix.close();
  }
}

/** The row of a document, by its id and its place in the corpus; undefined where it has none. */
type RowFinder = (id: string, place: number) => number | undefined;

function rowFinder(path: string, { rows }: MatrixFile, ids: readonly string[] | undefined): RowFinder {
  if (ids === undefined) return (_, place) => (place < rows ? place : undefined);
  if (ids.length !== rows) {
    throw dataError(`${path}: has ${rows} rows, where the list of ids has ${ids.length}`, {
      next: 'List the id of each row, one for one.',
    });
  }
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  if (rowOf.size < rows) {
    const twice = ids.find((id, row) => rowOf.get(id) !== row)!;
    throw dataError(`${path}: the list of ids has ${quote(twice)} twice, the second time for row ${rowOf.get(twice)! + 1}`);
  }
  return (id) => rowOf.get(id);
}

/** Sees to it that each document has a row and each row a document. Returns the texts of the rows that are to be sampled. */
async function matchDocuments(matrix: MatrixFile, corpus: Corpus, rowOf: RowFinder, options: ImportOptions): Promise<Map<number, string>> {
  const { path, rows } = matrix;
  const wanted = new Set(options.check === undefined ? [] : sampleRows(rows, options.check));
  const sampled = new Map<number, string>();
  let documents = 0;
  for await (const batch of documentsOf(corpus, options.signal)) {
    for (const { id, text } of batch) {
      const row = rowOf(id, documents++);
      if (row === undefined && options.ids !== undefined) throw dataError(`${path}: there is no row for the document ${quote(id)}`);
      if (row !== undefined && wanted.has(row)) sampled.set(row, text);
    }
  }
  if (documents === rows) return sampled;
  throw dataError(`${path}: has ${rows} rows, where the corpus has ${documents} documents`, {
    next: 'Check that the vectors were made of this corpus; where their order is another one, list the id of each row.',
  });
}

/** Rows that are read at a time: a shard. */
function rowsAtATime({ columns }: MatrixFile): number {
  return Math.max(1, Math.floor((1 << 22) / columns));
}

async function checkNumbers(matrix: MatrixFile, { progress, signal }: ImportOptions): Promise<void> {
  const task = progress.start('checking vectors', { total: matrix.rows, unit: 'vectors' });
  try {
    const lot = rowsAtATime(matrix);
    for (let first = 0; first < matrix.rows; first += lot) {
      if (signal?.aborted) throw interruptedError();
      const count = Math.min(lot, matrix.rows - first);
      measureVectors(await matrix.read(first, count), matrix.columns, (row) => `${matrix.path}: row ${first + row + 1}`);
      task.advance(count);
    }
  } finally {
    task.end();
  }
}

async function addRows(matrix: MatrixFile, corpus: Corpus, rowOf: RowFinder, store: VectorStore, options: ImportOptions): Promise<number> {
  const lot = rowsAtATime(matrix);
  const task = options.progress.start('importing vectors', { total: matrix.rows, unit: 'vectors' });
  let added = 0;
  let place = 0;
  let texts: string[] = [];
  let rows: number[] = [];
  const addLot = async (): Promise<void> => {
    const keys = textKeys(texts);
    const seen = new KeyTable();
    const missing = rows.flatMap((row, at) => (store.find(keys, at) === undefined && seen.add(keys, at, at) ? [{ row, at }] : []));
    added += missing.length;
    const unknown = new Uint32Array(missing.length).fill(unknownTokens);
    const ownKeys = new Uint32Array(keyLength * missing.length);
    for (const [i, { at }] of missing.entries()) ownKeys.set(keys.subarray(keyLength * at, keyLength * (at + 1)), keyLength * i);
    const vectors = await readRows(
      matrix,
      missing.map(({ row }) => row),
    );
    await store.append({ keys: ownKeys, vectors, dimension: matrix.columns, tokens: unknown, cutTokens: unknown });
    task.advance(rows.length);
    texts = [];
    rows = [];
  };
  try {
    for await (const batch of documentsOf(corpus, options.signal)) {
      for (const { id, text } of batch) {
        texts.push(text);
        rows.push(rowOf(id, place++)!);
        if (rows.length === lot) await addLot();
      }
    }
    await addLot();
  } finally {
    task.end();
  }
  return added;
}

/** Reads rows in the given order; those that follow each other in one go. */
async function readRows(matrix: MatrixFile, rows: readonly number[]): Promise<Float32Array> {
  const vectors = new Float32Array(rows.length * matrix.columns);
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && rows[to] === rows[to - 1]! + 1) to++;
    vectors.set(await matrix.read(rows[from]!, to - from), from * matrix.columns);
    from = to;
  }
  return vectors;
}

async function* documentsOf(corpus: Corpus, signal: AbortSignal | undefined): AsyncGenerator<readonly Document[], void> {
  for await (const batch of corpus.batches(signal)) {
    if (signal?.aborted) throw interruptedError();
    yield batch;
  }
}
