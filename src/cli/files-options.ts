import type { FieldNames } from '../collection/definition.ts';
import type { FilesCollection } from '../collection/place-definition.ts';
import { usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';
import { plainName } from '../support/plain-name.ts';

/** Options that name the files of a collection one by one. */
export const filesOptions = {
  corpus: {
    type: 'string',
    array: true,
    describe: 'A collection of your own: its documents (TREC, id-tab-text, JSON lines or Parquet); repeatable',
  },
  qrels: { type: 'string', describe: 'With --corpus: the judgments (TREC or BEIR)' },
  excluded: { type: 'string', describe: 'With --corpus: documents that may not be returned for a topic, written as judgments are' },
  fields: {
    type: 'string',
    describe: 'With --corpus: names of fields, as documentId=docno,documentText=body,topicText=title+desc [default: id, title, text]',
  },
  collection: { type: 'string', describe: "With --corpus: the collection's name [default: that of its first file]" },
} as const;

export interface FilesArguments {
  readonly benchmark?: readonly string[] | undefined;
  readonly corpus?: readonly string[] | undefined;
  readonly qrels?: string | undefined;
  readonly excluded?: string | undefined;
  readonly fields?: string | undefined;
  readonly collection?: string | undefined;
}

/** What `--topics` says: over which topics a mean is taken, and, where it is another word, which file holds the topics. */
export function readTopics(values: readonly string[] = []): {
  readonly averaged: 'both' | 'qrels' | undefined;
  readonly file: string | undefined;
} {
  const averaged = values.filter((value) => value === 'both' || value === 'qrels');
  const files = values.filter((value) => value !== 'both' && value !== 'qrels');
  const twice = [averaged, files].find((given) => given.length > 1);
  if (twice !== undefined) throw usageError(`--topics: both ${twice[0]} and ${twice[1]} were given, where one was expected`);
  return { averaged: averaged[0], file: files[0] };
}

/**
 * The collection that the files on the command line make; undefined where there are none.
 *
 * @throws `usage` error when some of them are missing, none is named at all, or a field is unknown.
 */
export function readFilesCollection(given: FilesArguments, topics: string | undefined): FilesCollection | undefined {
  const { corpus, qrels, excluded, fields, collection } = given;
  if (corpus === undefined) {
    const lonely = Object.entries({ qrels, excluded, fields, collection, topics }).find(([, value]) => value !== undefined);
    if (lonely !== undefined) {
      const next =
        lonely[0] === 'topics'
          ? 'It is both, qrels, or, beside --corpus and --qrels, a file.'
          : 'Name --corpus, --topics and --qrels together.';
      throw usageError(`--${lonely[0]}: ${lonely[1]} was given without --corpus`, { next });
    }
    if ((given.benchmark ?? []).length > 0) return undefined;
    throw usageError('no benchmark is named', {
      next: 'Name one with -b (`brightline list benchmarks` shows them), or files of your own with --corpus, --topics and --qrels.',
    });
  }
  if (topics === undefined || qrels === undefined) {
    throw usageError(`--corpus was given without --${topics === undefined ? 'topics' : 'qrels'}`, {
      next: 'A collection is a corpus, topics and judgments.',
    });
  }
  return { name: collection ?? plainName(corpus[0]!), corpus, topics, qrels, excluded, fields: readFields(fields) };
}

const fieldNames = ['documentId', 'documentTitle', 'documentText', 'topicId', 'topicText'] as const;

function readFields(text: string | undefined): FieldNames {
  const pairs = (text ?? '').split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', value = ''] = pair.split('=', 2).map((part) => part.trim());
      const known: readonly string[] = fieldNames;
      if (known.includes(key) && value !== '') return [key, value];
      const problem = value === '' ? 'names no field of the file' : 'is not one of the fields';
      throw usageError(`--fields: "${pair}" ${problem}`, { next: `${didYouMean(key, known)}Write name=field, of ${known.join(', ')}.` });
    }),
  );
}
