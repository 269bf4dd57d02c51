/** One document as it is indexed. `text` may be empty: BRIGHT has such documents, and they count in N and in the average length. */
export interface Document {
  readonly id: string;
  readonly text: string;
}

/**
 * Documents in corpus order, in batches, so that memory is bounded by a batch whatever the size of the corpus.
 *
 * `batches()` may be called again and then reads again from the start. Implementations throw `dataError` naming the file and row for a
 * missing column, a wrong type, or a document id that occurs twice.
 */
export interface Corpus {
  /** Total documents where the files say so without being read (Parquet footers do), for progress; otherwise undefined. */
  readonly expectedDocuments: number | undefined;
  batches(signal?: AbortSignal): AsyncIterable<readonly Document[]>;
}
