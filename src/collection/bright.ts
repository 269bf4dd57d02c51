import { dataError, usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';
import { readBrightExamples } from './bright-examples.ts';
import { rewriteTopics } from './bright-rewrites.ts';
import type { Layout } from './layout.ts';
import { isQuerySetConfig, querySetName } from './query-set.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';
import { originalQueries, type SplitRequest } from './split-content.ts';

/**
 * BRIGHT's layout, as Parquet on the Hub or as JSON lines in a folder. Configs: `examples` (query, id, excluded_ids, gold_ids, gold_ids_long),
 * `documents` and `long_documents` (id, content), `<name>_reason` (query, id) for rewritten queries; each has the same splits.
 */
export const bright: Layout = {
  lookup: 'list',
  querySets: (files) => [originalQueries, ...rewriteConfigs(files).map(querySetName)],
  async locate(files, request) {
    const { split, documents } = request;
    if (documents === 'long' && !split.longDocuments) throw noLongDocuments(request);
    return {
      topics: await findAll(files, 'examples', request),
      judgments: [],
      rewrites: request.queries === originalQueries ? [] : await findRewrites(files, request),
      corpus: request.corpus === 'omit' ? [] : await findAll(files, documents === 'long' ? 'long_documents' : 'documents', request),
    };
  },
  async readContent(files, { topics, rewrites }, request, signal) {
    const read = await readBrightExamples(files, topics, request, signal);
    const content = request.exclusions === 'ignore' ? { ...read, excluded: new Map() } : read;
    return rewrites.length === 0 ? content : { ...content, ...(await rewriteTopics(content.topics, files, rewrites, request, signal)) };
  },
  corpusColumns: () => ({ columns: { id: 'text', content: 'text' }, id: 'id', text: 'content' }),
};

function rewriteConfigs({ configs }: SourceFiles): readonly string[] {
  return configs.filter(isQuerySetConfig);
}

async function findAll(files: SourceFiles, config: string, { benchmark, split }: SplitRequest): Promise<readonly SourceFile[]> {
  const found = await files.find(config, split.sourceSplit ?? split.id);
  if (found.length > 0) return found;
  if (!files.complete) {
    throw dataError(`${files.shownAs}: ${config}/${split.id} is not in the cache, and HF_HUB_OFFLINE is set`, {
      next: `Fetch it once without HF_HUB_OFFLINE: \`brightline fetch ${benchmark}:${split.id}\`.`,
    });
  }
  const known = files.configs.includes(config);
  throw dataError(
    `${files.shownAs}: ${known ? `config "${config}" has no files for split "${split.id}"` : `there is no config "${config}"`}`,
    {
      next: known
        ? 'Another revision may have them.'
        : `${didYouMean(config, files.configs)}Its configs: ${files.configs.join(', ') || 'none'}.`,
    },
  );
}

async function findRewrites(files: SourceFiles, { benchmark, split, queries }: SplitRequest): Promise<readonly SourceFile[]> {
  const config = rewriteConfigs(files).find((name) => querySetName(name) === queries);
  const found = config === undefined ? [] : await files.find(config, split.sourceSplit ?? split.id);
  if (found.length > 0) return found;
  throw usageError(`${benchmark}:${split.id}: the queries "${queries}" don't cover this split of ${files.shownAs}`);
}

function noLongDocuments({ benchmark, split }: SplitRequest): Error {
  return usageError(`${benchmark}:${split.id}: there are no long documents for this split`, {
    next: 'Leave out the long documents, or choose other splits: `brightline list splits` shows which have them.',
  });
}
