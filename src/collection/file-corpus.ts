import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import { checkId } from './check-id.ts';
import type { CorpusFindings } from './collection-findings.ts';
import type { Corpus, Document } from './corpus.ts';
import type { CorpusColumns } from './layout.ts';
import { countRows, readRows } from './rows.ts';
import { seenDocuments } from './seen-documents.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';

export interface FileCorpusOptions {
  /** Which columns hold ids and texts. */
  readonly columns: CorpusColumns;
  /** What a person can do about a damaged file. */
  readonly repair: string;
  readonly expectedDocuments: number | undefined;
}

/** A corpus that is kept in files. */
export interface FileCorpus extends Corpus {
  /** What was seen when all documents were last read, from the first to the last; undefined as long as they weren't. */
  lastPass(): CorpusPass | undefined;
}

export interface CorpusPass {
  readonly findings: CorpusFindings;
  /** After merging. */
  readonly documents: number;
  /** The first document that was merged into an earlier one, with both places, for messages; undefined where none was. */
  readonly firstMerged: string | undefined;
}

/**
 * A corpus that is read from its files, one after the other, each time it is asked for; a file that isn't on this machine yet is downloaded first.
 *
 * Ids are unique in all files together: a document that repeats id and text of an earlier one is passed over, one that repeats the id with another
 * text is an error that names both. Texts may be empty. Where a corpus has titles, a document may lack its title or its text, and the document
 * is BEIR's title, space, text, without white space at the ends.
 */
export function fileCorpus(files: SourceFiles, corpus: readonly SourceFile[], options: FileCorpusOptions): FileCorpus {
  let last: CorpusPass | undefined;
  return {
    expectedDocuments: options.expectedDocuments,
    lastPass: () => last,
    async *batches(signal) {
      const seen = seenDocuments();
      const findings = { emptyDocuments: 0, titlesAlone: 0, mergedDocuments: 0 };
      let firstMerged: string | undefined;
      let count = 0;
      for await (const { documents, titlesAlone, place } of read(files, corpus, options, signal)) {
        const repeats = new Set<number>();
        for (const [at, document] of documents.entries()) {
          checkId('document id', document.id, () => place(at));
          const sighting = seen.see(document);
          if (sighting === 'same' && firstMerged !== undefined) repeats.add(at);
          else if (sighting !== 'new') {
            const earlier = await firstPlace(files, corpus, options, document.id, place(at));
            if (earlier !== undefined && sighting === 'other') throw twoTexts(document.id, place(at), earlier);
            if (earlier !== undefined) {
              firstMerged = `${quote(document.id)} at ${place(at)}, as at ${earlier}`;
              repeats.add(at);
            }
          }
          if (repeats.has(at)) findings.mergedDocuments++;
          else if (document.text.trim() === '') findings.emptyDocuments++;
          else if (titlesAlone.has(at)) findings.titlesAlone++;
        }
        const kept = repeats.size === 0 ? documents : documents.filter((_, at) => !repeats.has(at));
        count += kept.length;
        yield kept;
      }
      if (count === 0)
        throw dataError(`${files.shownAs}: ${corpus.map(({ path }) => path).join(', ')}: there are no documents`, { next: options.repair });
      last = { findings, documents: count, firstMerged };
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

interface DocumentBatch {
  readonly documents: readonly Document[];
  /** Positions of those that have a title and no text. */
  readonly titlesAlone: ReadonlySet<number>;
  place(at: number): string;
}

async function* read(
  files: SourceFiles,
  corpus: readonly SourceFile[],
  { columns: { columns, id, text, title }, repair }: FileCorpusOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<DocumentBatch, void> {
  if (corpus.length === 0) throw new Error(`${files.shownAs}: the corpus was left out when the split was resolved`);
  const wanted = title === undefined ? columns : { ...columns, [title]: 'text?' as const, [text]: 'text?' as const };
  for (const file of corpus) {
    const { path } = await files.fetch(file, { signal });
    const options = { shownAs: `${files.shownAs}: ${file.path}`, repair, signal };
    for await (const { rows, place } of readRows(path, wanted, options)) {
      const titlesAlone = new Set<number>();
      const documents = rows.map((row, at) => {
        const [name, body] = [title === undefined ? undefined : row[title], row[text]] as readonly (string | undefined)[];
        if (title === undefined) return { id: row[id] as string, text: body! };
        if (name === undefined && body === undefined) throw dataError(`${place(at)}: the document has neither ${title} nor ${text}`);
        const whole = `${name ?? ''} ${body ?? ''}`.trim();
        if ((body ?? '').trim() === '') titlesAlone.add(at);
        return { id: row[id] as string, text: whole };
      });
      yield { documents, titlesAlone, place };
    }
  }
}

/**
 * Where an id stands first, before a place; undefined when it doesn't. Only asked when an id stands somewhere twice, so that no places need be kept.
 */
async function firstPlace(
  files: SourceFiles,
  corpus: readonly SourceFile[],
  options: FileCorpusOptions,
  wanted: string,
  before: string,
): Promise<string | undefined> {
  for await (const { documents, place } of read(files, corpus, options, undefined)) {
    const at = documents.findIndex(({ id }) => id === wanted);
    if (at >= 0) return place(at) === before ? undefined : place(at);
  }
  return undefined;
}

function twoTexts(id: string, place: string, earlier: string): Error {
  return dataError(`${place}: the document id ${quote(id)} stands already at ${earlier}, with another text`, {
    next: 'Ids name one document each: keep the right one, or give the other a new id.',
  });
}
