import { dataError, usageError } from '../errors.ts';
import type { SplitFileNames } from './definition.ts';
import type { Layout } from './layout.ts';
import { readQrels } from './read-qrels.ts';
import { judgedTopics, readTopics } from './read-topics.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';
import { originalQueries, type SplitRequest } from './split-content.ts';

/**
 * Files that the definition names one by one: a corpus, topics and judgments in any of the formats that `rowFormat` knows, as TREC's tracks and
 * ir-datasets give them, and perhaps documents that are excluded for a topic.
 */
export const files: Layout = {
  lookup: 'name',
  querySets: () => [originalQueries],
  async locate(source, request) {
    if (request.documents === 'long')
      throw usageError(`${request.benchmark}:${request.split.id}: there are no long documents for this split`);
    const { corpus, topics, qrels, excluded } = namesOf(request);
    const find = (path: string): Promise<SourceFile> => findFile(source, path, request);
    return {
      topics: [await find(topics)],
      judgments: await Promise.all([qrels, ...(excluded === undefined ? [] : [excluded])].map(find)),
      rewrites: [],
      corpus: request.corpus === 'omit' ? [] : await Promise.all(corpus.map(find)),
    };
  },
  async readContent(source, located, request, signal) {
    const [judgments, exclusions] = located.judgments;
    const { topicId = 'id', topicText = 'text' } = request.fields;
    const { qrels, duplicates } = await readQrels(source, [judgments!], request, signal);
    const left = exclusions === undefined ? undefined : await readQrels(source, [exclusions], request, signal);
    const all = await readTopics(source, located.topics, { id: topicId, text: topicText.split('+') }, request, signal);
    const excluded =
      request.exclusions === 'ignore' ? [] : [...(left?.qrels ?? [])].map(([topic, ids]) => [topic, new Set(ids.keys())] as const);
    return {
      topics: judgedTopics(all, qrels, `${source.shownAs}: ${[...located.topics, judgments!].map(({ path }) => path).join(', ')}`),
      qrels,
      excluded: new Map(excluded),
      merged: { gold: duplicates, excluded: left?.duplicates ?? 0 },
    };
  },
  corpusColumns({ fields: { documentId = 'id', documentTitle = 'title', documentText = 'text' } }) {
    return {
      columns: { [documentId]: 'id', [documentTitle]: 'text?', [documentText]: 'text' },
      id: documentId,
      title: documentTitle,
      text: documentText,
    };
  },
};

function namesOf({ benchmark, split }: SplitRequest): SplitFileNames {
  if (split.files === undefined)
    throw new Error(`${benchmark}:${split.id}: names no files, which the definition's schema should have told`);
  return split.files;
}

async function findFile(source: SourceFiles, path: string, { benchmark, split }: SplitRequest): Promise<SourceFile> {
  const found = await source.at(path);
  if (found !== undefined) return found;
  throw dataError(`${source.shownAs}: there is no file ${path}, which ${benchmark}:${split.id} is made of`, {
    next: source.complete
      ? 'Check the names of the files.'
      : `Fetch it once without HF_HUB_OFFLINE: \`brightline fetch ${benchmark}:${split.id}\`.`,
  });
}
