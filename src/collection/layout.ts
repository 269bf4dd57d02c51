import type { Columns } from './rows.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';
import type { SplitContent, SplitRequest } from './split-content.ts';

/** The files that a split is read from. */
export interface SplitFiles {
  readonly topics: readonly SourceFile[];
  /** Judgments and excluded ids, where they lie apart from the topics. */
  readonly judgments: readonly SourceFile[];
  /** Rewritten queries, in the place of the topics' own text; none for the original ones. */
  readonly rewrites: readonly SourceFile[];
  readonly corpus: readonly SourceFile[];
}

/** Reads the files of a benchmark that are laid out in one way. */
export interface Layout {
  /** How files are found: by looking through a list of all there are, or each by its name, so that a folder need not be looked through. */
  readonly lookup: 'list' | 'name';
  /** Names of the query sets that there are for some split, `original` first. */
  querySets(files: SourceFiles): readonly string[];
  /**
   * Finds the files that a request needs.
   *
   * @throws `usage` error for a query set or a kind of documents that the split doesn't have; `data` error for files that are missing.
   */
  locate(files: SourceFiles, request: SplitRequest): Promise<SplitFiles>;
  /** Reads topics, judgments and excluded ids. */
  readContent(files: SourceFiles, located: SplitFiles, request: SplitRequest, signal: AbortSignal | undefined): Promise<SplitContent>;
  /** Which columns of the corpus hold what. */
  corpusColumns(request: SplitRequest): CorpusColumns;
}

/** The columns of a corpus: which holds the id, which the text, and which, if any, a title that stands before the text, with a space between. */
export interface CorpusColumns {
  readonly columns: Columns;
  readonly id: string;
  readonly text: string;
  readonly title?: string | undefined;
}
