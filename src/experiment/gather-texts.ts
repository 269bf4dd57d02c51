import type { Corpus } from '../collection/corpus.ts';
import type { Progress } from '../support/progress.ts';

export interface GatherOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The texts of a few documents: a pass over the corpus that ends when all are found. Ids that the corpus lacks are absent. */
export async function gatherTexts(
  corpus: Corpus,
  ids: ReadonlySet<string>,
  { progress, signal }: GatherOptions,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const task = progress.start('reading the corpus', { total: corpus.expectedDocuments, unit: 'documents' });
  try {
    for await (const batch of gathering(corpus, ids, texts).batches(signal)) {
      task.advance(batch.length);
      if (texts.size === ids.size) break;
    }
  } finally {
    task.end();
  }
  return texts;
}

/** The same corpus, which puts the texts of a few documents aside whenever it is read for something else. */
export function gathering(corpus: Corpus, ids: ReadonlySet<string>, texts: Map<string, string>): Corpus {
  return {
    expectedDocuments: corpus.expectedDocuments,
    async *batches(signal) {
      for await (const batch of corpus.batches(signal)) {
        for (const { id, text } of batch) if (ids.has(id)) texts.set(id, text);
        yield batch;
      }
    },
  };
}
