import { createHash } from 'node:crypto';
import { type Progress, silent } from '../support/progress.ts';
import type { Collection } from './collection.ts';
import type { Qrels } from './qrels.ts';

export interface FixedQrels {
  readonly qrels: Qrels;
  /** Pairs of topic and document that are judged in addition. */
  readonly added: number;
  /** Each of them, in corpus order. */
  readonly copies: readonly Copy[];
}

/** A document whose text is that of a relevant one. */
export interface Copy {
  readonly topic: string;
  readonly document: string;
  /** The relevant document; the first in the corpus of those that are most relevant. */
  readonly copyOf: string;
  readonly relevance: number;
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
    /** By hash of a text: the topics that a document of this text answers, with its relevance, and which it is. */
    const answered = new Map<string, Map<string, { readonly relevance: number; readonly id: string }>>();
    const lengths = new Set<number>();
    for await (const batch of corpus.batches(signal)) {
      for (const { id, text } of batch) {
        if (!wanted.delete(id) || text.trim() === '') continue;
        lengths.add(text.length);
        const hash = hashOf(text);
        const topics = answered.get(hash) ?? new Map<string, { readonly relevance: number; readonly id: string }>();
        answered.set(hash, topics);
        for (const [topic, relevance] of relevant.get(id)!) {
          if (relevance > (topics.get(topic)?.relevance ?? 0)) topics.set(topic, { relevance, id });
        }
      }
      task.advance(batch.length);
      if (wanted.size === 0) break;
    }

    const fixed = new Map([...qrels].map(([topic, judged]) => [topic, new Map(judged)]));
    const copies: Copy[] = [];
    for await (const batch of corpus.batches(signal)) {
      for (const { id, text } of batch) {
        // Most texts are told apart by their length.
        if (!lengths.has(text.length)) continue;
        for (const [topic, { relevance, id: copyOf }] of answered.get(hashOf(text)) ?? []) {
          const judged = fixed.get(topic)!;
          if (judged.has(id) || excluded.get(topic)?.has(id)) continue;
          judged.set(id, relevance);
          copies.push({ topic, document: id, copyOf, relevance });
        }
      }
      task.advance(batch.length);
    }
    return { qrels: fixed, added: copies.length, copies };
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
