import { createHash } from 'node:crypto';
import { type Progress, silent } from '../support/progress.ts';
import type { Corpus } from './corpus.ts';

/** How often the documents of a corpus repeat each other, by text. */
export interface RepeatedTexts {
  readonly documents: number;
  /** Documents without text; they repeat nothing. */
  readonly empty: number;
  /** Different texts. */
  readonly texts: number;
  /** Documents whose text is that of another document before them. */
  readonly repeated: number;
  /** Documents that share the most frequent text; 0 in a corpus without text. */
  readonly largest: number;
}

/**
 * Counts texts in one pass. Eight bytes are kept of each document, the front of its text's SHA-256: among a million texts, two that differ are taken for
 * one with a chance of 3 in 100 million.
 */
export async function countRepeatedTexts(
  corpus: Corpus,
  { progress = silent, signal }: { readonly progress?: Progress | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<RepeatedTexts> {
  const task = progress.start('comparing texts', { unit: 'documents', total: corpus.expectedDocuments });
  try {
    let hashes = new BigUint64Array(1 << 14);
    let count = 0;
    let empty = 0;
    for await (const batch of corpus.batches(signal)) {
      for (const { text } of batch) {
        if (text.trim() === '') {
          empty++;
          continue;
        }
        if (count === hashes.length) {
          const larger = new BigUint64Array(2 * count);
          larger.set(hashes);
          hashes = larger;
        }
        hashes[count++] = createHash('sha256').update(text, 'utf8').digest().readBigUInt64LE();
      }
      task.advance(batch.length);
    }
    const sorted = hashes.subarray(0, count).sort();
    let texts = 0;
    let largest = 0;
    for (let from = 0, to = 0; from < count; from = to) {
      while (to < count && sorted[to] === sorted[from]) to++;
      texts++;
      largest = Math.max(largest, to - from);
    }
    return { documents: count + empty, empty, texts, repeated: count - texts, largest };
  } finally {
    task.end();
  }
}
