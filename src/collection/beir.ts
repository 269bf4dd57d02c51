import { dataError, usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';
import type { Layout } from './layout.ts';
import { readQrels } from './read-qrels.ts';
import { judgedTopics, readTopics } from './read-topics.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';
import { originalQueries, type SplitRequest } from './split-content.ts';

/**
 * BEIR's layout (https://github.com/beir-cellar/beir), which RAR-b and mteb's mirrors share, on the Hub or in a folder: a corpus (`_id`, `title`,
 * `text`) and queries (`_id`, `text`) for all splits, and judgments (`query-id`, `corpus-id`, `score`) for each. A dataset's card names the files
 * under the configs `corpus`, `queries` and `default`; where it doesn't, they are `corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv`.
 *
 * The text of a document is its title and its text, with a space between. The topics of a split are the queries that it judges, in the order of the
 * queries' file.
 */
export const beir: Layout = {
  lookup: 'list',
  querySets: () => [originalQueries],
  async locate(files, request) {
    if (request.documents === 'long') throw usageError(`${place(request)}: there are no long documents for this split`);
    return {
      topics: await findPart(files, 'queries', request),
      judgments: await findJudgments(files, request),
      rewrites: [],
      corpus: request.corpus === 'omit' ? [] : await findPart(files, 'corpus', request),
    };
  },
  async readContent(files, { topics, judgments }, request, signal) {
    const { qrels, duplicates } = await readQrels(files, judgments, request, signal);
    const all = await readTopics(files, topics, { id: '_id', text: ['text'] }, request, signal);
    const judged = judgedTopics(all, qrels, `${files.shownAs}: ${[...topics, ...judgments].map(({ path }) => path).join(', ')}`);
    return { topics: judged, qrels, excluded: new Map(), merged: { gold: duplicates, excluded: 0 } };
  },
  corpusColumns: () => ({ columns: { _id: 'id', title: 'text?', text: 'text' }, id: '_id', title: 'title', text: 'text' }),
};

/** A part that all splits share: the config of that name, whatever its one split is called, or the usual files. */
async function findPart(files: SourceFiles, part: 'corpus' | 'queries', request: SplitRequest): Promise<readonly SourceFile[]> {
  const splits = files.splits(part);
  const split = [part, 'train', sourceSplit(request)].find((name) => splits.includes(name)) ?? splits[0];
  const carded = split === undefined ? [] : await files.find(part, split);
  const found = carded.length > 0 ? carded : await files.match(new RegExp(`^${part}(?:/.+)?\\.(?:jsonl(?:\\.gz)?|parquet)$`));
  if (found.length > 0) return found;
  throw missing(files, `${part}.jsonl`, request);
}

async function findJudgments(files: SourceFiles, request: SplitRequest): Promise<readonly SourceFile[]> {
  const split = sourceSplit(request);
  for (const config of ['qrels', 'default']) {
    if (!files.splits(config).includes(split)) continue;
    const found = await files.find(config, split);
    if (found.length > 0) return found;
  }
  const name = split.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const found = await files.match(new RegExp(`^qrels/${name}\\.(?:tsv|jsonl|parquet)(?:\\.gz)?$`));
  if (found.length > 0) return found;
  const known = [...new Set([...files.splits('default'), ...files.splits('qrels')])];
  if (known.length === 0) throw missing(files, `qrels/${split}.tsv`, request);
  throw usageError(`${place(request)}: ${files.shownAs} has no judgments for the split "${split}"`, {
    next: `${didYouMean(split, known)}It judges: ${known.join(', ')}.`,
  });
}

function sourceSplit({ split }: SplitRequest): string {
  return split.sourceSplit ?? split.id;
}

function place({ benchmark, split }: SplitRequest): string {
  return `${benchmark}:${split.id}`;
}

function missing(files: SourceFiles, name: string, request: SplitRequest): Error {
  if (!files.complete) {
    return dataError(`${files.shownAs}: ${name} is not in the cache, and HF_HUB_OFFLINE is set`, {
      next: `Fetch it once without HF_HUB_OFFLINE: \`brightline fetch ${place(request)}\`.`,
    });
  }
  const configs = files.configs.length === 0 ? '' : `, and no config of that part among ${files.configs.join(', ')}`;
  return dataError(`${files.shownAs}: there is no ${name}${configs}`, {
    next: "BEIR's layout is corpus.jsonl, queries.jsonl and qrels/<split>.tsv, or a dataset's card that names the configs corpus, queries and default.",
  });
}
