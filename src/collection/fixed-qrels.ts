import { createHash } from 'node:crypto';
import { type Progress, silent } from '../support/progress.ts';
import type { Collection } from './collection.ts';
import type { Qrels } from './qrels.ts';

export interface FixedQrels {
  readonly qrels: Qrels;
  /** Pairs of topic and document that are judged in addition. */
  readonly added: number;
}

export interface FixQrelsOptions {
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The judgments of a collection, in which a document whose text equals that of a relevant document of the topic is as relevant as that one,
 * unless it is judged already or excluded for the topic. Documents without text are equal to none.
 *
 * Reads the corpus twice, in order, the first time up to the last relevant document; keeps hashes (SHA-256) of relevant documents only, so that memory
 * grows with the judgments and not with the corpus. Idea: the `.fixed` qrels of castorini's evaluation files for BRIGHT.
 */
export async function fixQrels(
  { qrels, excluded, corpus }: Pick<Collection, 'qrels' | 'excluded' | 'corpus'>,
  { progress = silent, signal }: FixQrelsOptions = {},
): Promise<FixedQrels> {
  const task = progress.start('looking for copies of relevant documents', { unit: 'documents' });
  try {
    const relevant = relevantDocuments(qrels);
    const wanted = new Set(relevant.keys());
    /** By hash of a text: the topics that a document of this text answers, with its relevance. */
    const answered = new Map<string, Map<string, number>>();
    const lengths = new Set<number>();
    for await (const batch of corpus.batches(signal)) {
      for (const { id, text } of batch) {
        if (!wanted.delete(id) || text.trim() === '') continue;
        lengths.add(text.length);
        const hash = hashOf(text);
        const topics = answered.get(hash) ?? new Map<string, number>();
        answered.set(hash, topics);
        for (const [topic, relevance] of relevant.get(id)!) topics.set(topic, Math.max(relevance, topics.get(topic) ?? relevance));
      }
      task.advance(batch.length);
      if (wanted.size === 0) break;
    }

    const fixed = new Map([...qrels].map(([topic, judged]) => [topic, new Map(judged)]));
    let added = 0;
    for await (const batch of corpus.batches(signal)) {
      for (const { id, text } of batch) {
        // Most texts are told apart by their length.
        if (!lengths.has(text.length)) continue;
        for (const [topic, relevance] of answered.get(hashOf(text)) ?? []) {
          const judged = fixed.get(topic)!;
          if (judged.has(id) || excluded.get(topic)?.has(id)) continue;
          judged.set(id, relevance);
          added++;
        }
      }
      task.advance(batch.length);
    }
    return { qrels: fixed, added };
  } finally {
    task.end();
  }
}

/** Document id → topic id → relevance above 0. */
function relevantDocuments(qrels: Qrels): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const documents = new Map<string, Map<string, number>>();
  for (const [topic, judged] of qrels) {
    for (const [id, relevance] of judged) {
      if (relevance <= 0) continue;
      const topics = documents.get(id) ?? new Map<string, number>();
      documents.set(id, topics);
      topics.set(topic, relevance);
    }
  }
  return documents;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}
