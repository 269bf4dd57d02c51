import { dataError, usageError } from '../errors.ts';
import { choiceId, readChoices } from './choice-rows.ts';
import type { Layout } from './layout.ts';
import { originalQueries } from './split-content.ts';
import type { Topic } from './topic.ts';

/**
 * RAR-b's multiple-choice setting: a CSV file with a query, its candidates and the right one in each row. The corpus is all candidates of all rows; each
 * topic, named by its row from 0, ranks its own, and what counts is how often the best of them is the answer.
 */
export const choices: Layout = {
  lookup: 'name',
  querySets: () => [originalQueries],
  async locate(files, { benchmark, split, documents, corpus }) {
    if (documents === 'long') throw usageError(`${benchmark}:${split.id}: there are no long documents for this split`);
    const name = `${split.sourceSplit ?? split.id}.csv`;
    const file = (await files.at(name)) ?? (await files.at(`${name}.gz`));
    if (file === undefined) throw dataError(`${files.shownAs}: there is no file ${name}`);
    return { topics: [file], judgments: [], rewrites: [], corpus: corpus === 'omit' ? [] : [file] };
  },
  async readContent(files, located, _request, signal) {
    const topics: Topic[] = [];
    const qrels = new Map<string, ReadonlyMap<string, number>>();
    const candidates = new Map<string, ReadonlySet<string>>();
    for (const file of located.topics) {
      const { path } = await files.fetch(file, { signal });
      for await (const { row, query, documents, label } of readChoices(path, `${files.shownAs}: ${file.path}`)) {
        const id = String(row);
        topics.push({ id, text: query });
        qrels.set(id, new Map([[choiceId(row, label), 1]]));
        candidates.set(id, new Set(documents.map((_, at) => choiceId(row, at))));
      }
    }
    if (topics.length === 0) throw dataError(`${files.shownAs}: ${located.topics.map(({ path }) => path).join(', ')}: there are no rows`);
    return { topics, qrels, excluded: new Map(), candidates, merged: { gold: 0, excluded: 0 } };
  },
  corpusColumns: () => ({ columns: { id: 'text', text: 'text' }, id: 'id', text: 'text' }),
};
