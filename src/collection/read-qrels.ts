import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import type { Qrels } from './qrels.ts';
import { readQrelsFile } from './qrels-file.ts';
import { readRows } from './rows.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';
import type { SplitRequest } from './split-content.ts';

export interface ReadQrels {
  readonly qrels: Qrels;
  /** Judgments that were repeated with the same relevance. */
  readonly duplicates: number;
}

/**
 * Reads the judgments of a split: TREC or BEIR lines, or the columns `query-id`, `corpus-id` and `score` of JSON lines or Parquet. The judgments of
 * several files are taken together.
 *
 * @throws `data` error with file and line or row for what isn't a judgment, and for a pair that is judged twice with different relevance.
 */
export async function readQrels(
  files: SourceFiles,
  judgments: readonly SourceFile[],
  request: SplitRequest,
  signal: AbortSignal | undefined,
): Promise<ReadQrels> {
  const qrels = new Map<string, Map<string, number>>();
  let duplicates = 0;
  const add = (topic: string, document: string, relevance: number, place: () => string): void => {
    const judged = qrels.get(topic) ?? new Map<string, number>();
    qrels.set(topic, judged);
    const earlier = judged.get(document);
    if (earlier === undefined) judged.set(document, relevance);
    else if (earlier === relevance) duplicates++;
    else {
      throw dataError(
        `${place()}: document ${quote(document)} is judged ${relevance} for topic ${quote(topic)}, but ${earlier} before it`,
        { next: 'Keep the judgment that is right.' },
      );
    }
  };
  for (const file of judgments) {
    const { path } = await files.fetch(file, { signal });
    const shownAs = `${files.shownAs}: ${file.path}`;
    if (!/\.(?:jsonl(?:\.gz)?|parquet)$/.test(file.path)) {
      const read = await readQrelsFile(path, { signal });
      duplicates += read.duplicates;
      for (const [topic, judged] of read.qrels) for (const [document, relevance] of judged) add(topic, document, relevance, () => shownAs);
      continue;
    }
    for await (const { rows, place } of readRows(path, columns, { shownAs, repair: request.repair, signal })) {
      for (const [at, row] of rows.entries()) {
        const { 'query-id': topic, 'corpus-id': document, score } = row;
        if (topic === '' || document === '') throw dataError(`${place(at)}: ${topic === '' ? 'query-id' : 'corpus-id'}: is empty`);
        if (score !== (score | 0)) throw dataError(`${place(at)}: score: expected a whole number within 32 bits, found ${score}`);
        add(topic, document, score, () => place(at));
      }
    }
  }
  if (qrels.size === 0) throw dataError(`${files.shownAs}: ${judgments.map(({ path }) => path).join(', ')}: there are no judgments`);
  return { qrels, duplicates };
}

const columns = { 'query-id': 'id', 'corpus-id': 'id', score: 'number' } as const;
